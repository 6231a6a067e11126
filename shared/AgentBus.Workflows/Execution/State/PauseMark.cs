namespace AgentBus.Workflows.Execution.State;

/// <summary>That an operator paused the run, and what happened to it since.</summary>
/// <param name="Was">What the run was before.</param>
/// <param name="Kept">Digests of the events that are kept as documents, in the order they came: a repetition is known by them.</param>
internal sealed record PauseMark(string By, string? Reason, RunStatus Was, Guid[] Kept);
