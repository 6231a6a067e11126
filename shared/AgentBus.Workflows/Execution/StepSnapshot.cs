namespace AgentBus.Workflows.Execution;

/// <summary>A step as people see it. Money and tokens are sums over its attempts and the runs it awaited.</summary>
/// <param name="Step">Its id: <c>{task path}[{for indexes}]#{visit}</c>.</param>
/// <param name="Task">JSON pointer of the task.</param>
/// <param name="Kind">do, set, switch, fork, for, try, raise, wait, emit, agent, call, function, extension or approval.</param>
/// <param name="Reason">Why it waits or failed; null otherwise.</param>
public sealed record StepSnapshot(
    string Step,
    string Task,
    string Name,
    string Kind,
    StepStatus Status,
    int Attempt,
    string? Agent,
    string? AgentVersion,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    decimal CostUsd,
    long Tokens,
    string? Reason);
