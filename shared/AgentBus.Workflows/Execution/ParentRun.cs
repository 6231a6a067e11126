namespace AgentBus.Workflows.Execution;

/// <summary>The run that started a run.</summary>
/// <param name="Step">Its step that did.</param>
/// <param name="Awaits">Whether that step waits to be told of the end.</param>
public sealed record ParentRun(Guid Run, string Step, bool Awaits);
