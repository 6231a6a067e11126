using AgentBus.Workflows.Definitions.Reading;

namespace AgentBus.Workflows.Definitions.Rules;

/// <summary>A task has a name, and not one that <c>then</c> reads as a directive.</summary>
internal sealed class TaskNameRule : ITaskRule
{
    public void Check(TaskNode task)
    {
        if (string.IsNullOrWhiteSpace(task.Name))
        {
            task.At.Report("the task has no name. Give it one.");
        }
        else if (task.Name is Flow.Continue or Flow.Exit or Flow.End)
        {
            task.At.Report($"'{task.Name}' is a directive of 'then' and cannot name a task. Choose another name.");
        }
    }
}
