using System.Threading.Channels;

namespace AgentBus.Storage.Runs;

/// <summary>
/// What waits to be committed, and how a batch is made of it: the sets that are there now, up to a limit, at most one of a run (a
/// second one must see the first one's version), sorted by run id so that committers lock runs in one order. Deletions of
/// published messages are in no hurry: they ride on the next batch of sets, and go alone only when none came for a moment.
/// </summary>
internal sealed class CommitQueue(int maxBatch)
{
    /// <summary>How long deletions wait for a batch to ride on. Pacing only, so it runs on real time whatever clock the store is given.</summary>
    private static readonly TimeSpan DeletionsRide = TimeSpan.FromMilliseconds(10);

    /// <summary>Who adds to an empty queue writes the batch itself as far as it goes without waiting: a change of threads is much of a commit that is alone.</summary>
    private readonly Channel<PendingCommit?> _waiting =
        Channel.CreateUnbounded<PendingCommit?>(new UnboundedChannelOptions { AllowSynchronousContinuations = true });
    private readonly Lock _gate = new();
    private List<PendingCommit> _deletions = [];
    private bool _closed;

    /// <summary>False once the queue was closed.</summary>
    public bool TryAdd(PendingCommit set) => _waiting.Writer.TryWrite(set);

    /// <summary>False once the queue was closed.</summary>
    public bool TryAddDeletion(PendingCommit deletion)
    {
        lock (_gate)
        {
            if (_closed)
                return false;
            _deletions.Add(deletion);
            if (_deletions.Count == 1)
                _ = WakeLaterAsync();
        }
        return true;
    }

    /// <summary>Takes nothing more; what is there can still be taken.</summary>
    public void Close()
    {
        lock (_gate)
            _closed = true;
        _waiting.Writer.TryWrite(null);
        _waiting.Writer.TryComplete();
    }

    /// <summary>Whether nothing waits that is in a hurry.</summary>
    public bool IsEmpty => _waiting.Reader.Count == 0;

    /// <summary>Waits for something to do; false = closed and empty.</summary>
    public ValueTask<bool> WaitAsync() => _waiting.Reader.WaitToReadAsync();

    /// <summary>The next batch. Sets that must wait for another set of their run go back to the end of the queue.</summary>
    public List<PendingCommit> Take()
    {
        var sets = new List<PendingCommit>(maxBatch);
        var runs = new HashSet<Guid>();
        var later = new List<PendingCommit>();
        while (sets.Count < maxBatch && later.Count < maxBatch && _waiting.Reader.TryRead(out var pending))
        {
            if (pending?.Set is { } set && !pending.IsCancelled)
                (runs.Add(set.Run) ? sets : later).Add(pending);
        }
        foreach (var pending in later)
            if (!TryAdd(pending))
                pending.Fail(new ObjectDisposedException(nameof(CommitQueue)));
        sets.Sort(static (one, other) => one.Set!.Run.CompareTo(other.Set!.Run));
        sets.AddRange(TakeDeletions());
        return sets;
    }

    private List<PendingCommit> TakeDeletions()
    {
        lock (_gate)
        {
            var taken = _deletions;
            _deletions = [];
            return taken;
        }
    }

    private async Task WakeLaterAsync()
    {
        await Task.Delay(DeletionsRide, TimeProvider.System);
        _waiting.Writer.TryWrite(null);
    }
}
