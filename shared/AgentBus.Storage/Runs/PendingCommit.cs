namespace AgentBus.Storage.Runs;

/// <summary>Something that waits for the next batch: a write set, or messages to delete.</summary>
internal sealed class PendingCommit(WriteSet? set, IReadOnlyList<Guid> published, CancellationToken cancellationToken)
{
    private readonly TaskCompletionSource<bool> _result = new();

    public WriteSet? Set { get; } = set;

    public IReadOnlyList<Guid> Published { get; } = published;

    /// <summary>A caller that gives up later than this is answered by an exception although its set may be written: its message comes again.</summary>
    public Task<bool> Result => _result.Task.WaitAsync(cancellationToken);

    /// <summary>Whether the caller gave up before its set was taken.</summary>
    public bool IsCancelled => cancellationToken.IsCancellationRequested;

    /// <summary>The caller goes on, on a thread of its own or, where <paramref name="here"/> is true, on this one.</summary>
    public void Complete(bool written, bool here) => GoOn(() => _result.TrySetResult(written), here);

    public void Fail(Exception error) => GoOn(() => _result.TrySetException(error), here: false);

    private static void GoOn(Action end, bool here)
    {
        if (here)
            end();
        else
            ThreadPool.UnsafeQueueUserWorkItem(static end => end(), end, preferLocal: false);
    }
}
