using AgentBus.Contracts;

namespace AgentBus.Orchestrator.Saga;

/// <summary>A message at its run: it leads, or another one that leads decides it too.</summary>
/// <param name="message">What the run is told.</param>
/// <param name="decide">Has the state machine decide it on this run; null = there is none.</param>
internal sealed class RunVisit(IRunMessage message, Func<RunSaga?, Task> decide)
{
    // Whoever decides, the trace and the log scope are those of this message.
    private readonly ExecutionContext? _flow = ExecutionContext.Capture();
    private readonly TaskCompletionSource<bool> _called = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IRunMessage Message => message;

    /// <summary>Where it waits. A message of another tenant that names the run is none of it.</summary>
    public (string Tenant, Guid Run) Line => (message.Tenant, message.Run);

    /// <summary>What it may share a commit by, different from all others that do; null = it has a commit of its own.</summary>
    public string? FoldKey { get; } = RunFold.KeyOf(message);

    /// <summary>True = lead, false = it was decided.</summary>
    public Task<bool> Called => _called.Task;

    /// <summary>Completes once what was decided is written, or with what went wrong.</summary>
    public Task End => _end.Task;

    public Task DecideAsync(RunSaga? run)
    {
        if (_flow is null)
        {
            return decide(run);
        }

        Task? deciding = null;
        ExecutionContext.Run(_flow, _ => deciding = decide(run), null);
        return deciding!;
    }

    public void CallToLead() => _called.TrySetResult(true);

    public void Done()
    {
        _end.TrySetResult();
        _called.TrySetResult(false);
    }

    public void Fail(Exception error)
    {
        _end.TrySetException(error);
        _called.TrySetResult(false);
    }
}
