using System.Threading.Channels;

namespace AgentBus.Storage.Runs;

/// <summary>
/// What waits to be committed, and how a batch is made of it: what is there now, up to a limit, at most one set of a run (a second
/// one must see the first one's version), sorted by run id so that committers lock runs in one order.
/// </summary>
internal sealed class CommitQueue(int maxBatch)
{
    private readonly Channel<PendingCommit> _waiting = Channel.CreateUnbounded<PendingCommit>();

    /// <summary>False once the queue was closed.</summary>
    public bool TryAdd(PendingCommit pending) => _waiting.Writer.TryWrite(pending);

    public void Close() => _waiting.Writer.TryComplete();

    /// <summary>Waits for something to do; false = closed and empty.</summary>
    public ValueTask<bool> WaitAsync() => _waiting.Reader.WaitToReadAsync();

    /// <summary>The next batch. Sets that must wait for another set of their run go back to the end of the queue.</summary>
    public List<PendingCommit> Take()
    {
        var batch = new List<PendingCommit>(maxBatch);
        var runs = new HashSet<Guid>();
        var later = new List<PendingCommit>();
        while (batch.Count < maxBatch && later.Count < maxBatch && _waiting.Reader.TryRead(out var pending))
        {
            if (pending.IsCancelled)
                continue;
            (pending.Set is { } set && !runs.Add(set.Run) ? later : batch).Add(pending);
        }
        foreach (var pending in later)
            if (!TryAdd(pending))
                pending.Fail(new ObjectDisposedException(nameof(CommitQueue)));
        batch.Sort(static (one, other) => (one.Set?.Run ?? Guid.Empty).CompareTo(other.Set?.Run ?? Guid.Empty));
        return batch;
    }
}
