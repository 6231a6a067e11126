namespace AgentBus.Storage.Runs;

/// <summary>Something that waits for the next batch: a write set, or messages to delete.</summary>
internal sealed class PendingCommit(WriteSet? set, IReadOnlyList<Guid> published, CancellationToken cancellationToken)
{
    private readonly TaskCompletionSource<bool> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public WriteSet? Set { get; } = set;

    public IReadOnlyList<Guid> Published { get; } = published;

    /// <summary>A caller that gives up later than this is answered by an exception although its set may be written: its message comes again.</summary>
    public Task<bool> Result => _result.Task.WaitAsync(cancellationToken);

    /// <summary>Whether the caller gave up before its set was taken.</summary>
    public bool IsCancelled => cancellationToken.IsCancellationRequested;

    public void Complete(bool written) => _result.TrySetResult(written);

    public void Fail(Exception error) => _result.TrySetException(error);
}
