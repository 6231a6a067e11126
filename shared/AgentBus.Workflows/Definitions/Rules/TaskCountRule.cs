using AgentBus.Workflows.Definitions.Reading;

namespace AgentBus.Workflows.Definitions.Rules;

/// <summary>A definition is not endless.</summary>
internal sealed class TaskCountRule : IDefinitionRule
{
    public const int MaxTasks = 10_000;

    public void Check(WorkflowDefinition definition, Cursor root)
    {
        if (definition.Tasks.Count > MaxTasks)
        {
            root.Report($"The document has {definition.Tasks.Count} tasks; the limit is {MaxTasks}. Split it into several workflows.");
        }
    }
}
