namespace AgentBus.Models.Gateway;

/// <summary>Ends a call at its deadline, and tells that end from the caller's.</summary>
internal sealed class CallDeadline : IDisposable
{
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource? _deadline;
    private readonly CancellationTokenSource? _either;

    public CallDeadline(CallHints hints, TimeProvider time, CancellationToken caller)
    {
        _caller = caller;
        if (hints.Deadline - time.GetUtcNow() is { } left && left > TimeSpan.Zero && left < TimeSpan.FromDays(1))
        {
            _deadline = new CancellationTokenSource(left, time);
            _either = CancellationTokenSource.CreateLinkedTokenSource(_deadline.Token, caller);
        }
    }

    public CancellationToken Token => _either?.Token ?? _caller;

    public Exception Explain(Exception e) => e is OperationCanceledException && _deadline?.IsCancellationRequested == true && !_caller.IsCancellationRequested
        ? new ModelException(new ModelError(ModelErrorCodes.DeadlineExceeded, 408, "The deadline passed before the answer was there; allow more time or take a faster model."), e)
        : e;

    public void Dispose()
    {
        _either?.Dispose();
        _deadline?.Dispose();
    }
}
