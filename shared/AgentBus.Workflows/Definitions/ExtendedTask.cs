using AgentBus.Workflows.Expressions;

namespace AgentBus.Workflows.Definitions;

/// <summary>
/// A task with one of <c>use.extensions</c> around it. The tasks before get the task's input and those after get its output; what they make is
/// dropped, unless those before leave by <c>exit</c>: then their output stands for the task's, which is not run.
/// </summary>
/// <param name="When">Null = always.</param>
public sealed record ExtendedTask(
    string Extension, Expression? When, IReadOnlyList<TaskDefinition> Before, TaskDefinition Inner, IReadOnlyList<TaskDefinition> After) : TaskDefinition;
