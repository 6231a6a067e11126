using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.Operators;

namespace AgentBus.Workflows.Execution;

/// <summary>Finds the task that a step is an execution of.</summary>
public static class StepTask
{
    /// <summary>Null when the id is of no task of this definition.</summary>
    public static TaskDefinition? Find(WorkflowDefinition definition, string step)
    {
        var task = StepPlace.Of(definition, step)?.Task;
        while (task is ExtendedTask extended)
        {
            task = extended.Inner;
        }

        return task;
    }
}
