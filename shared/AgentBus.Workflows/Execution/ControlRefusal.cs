namespace AgentBus.Workflows.Execution;

/// <summary>Why a command of an operator is not possible.</summary>
/// <param name="Code">A stable word, such as <c>run-ended</c>.</param>
/// <param name="Reason">What is the matter and what to do instead.</param>
public sealed record ControlRefusal(string Code, string Reason);
