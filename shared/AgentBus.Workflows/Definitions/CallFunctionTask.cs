using AgentBus.Workflows.Expressions;

namespace AgentBus.Workflows.Definitions;

/// <summary>A call of a function of <c>use.functions</c>.</summary>
/// <param name="Body">The function's task, read anew for each call, so that its steps have paths of their own.</param>
/// <param name="Arguments"><c>with</c>, the function's input; null = the task's own input.</param>
public sealed record CallFunctionTask(TaskDefinition Body, Template? Arguments) : TaskDefinition;
