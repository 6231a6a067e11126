using AgentBus.Workflows.Definitions.Reading;

namespace AgentBus.Workflows.Definitions.Rules;

/// <summary>A task is of exactly one kind.</summary>
internal sealed class TaskKindRule : ITaskRule
{
    public void Check(TaskNode task)
    {
        // A slip of a kind's word is the keyword rule's, which says what was meant.
        if (task.Kinds.Count == 0 && !task.At.Node.Members.Any(m => !TaskKinds.Common.Contains(m.Name) && Words.Nearest(m.Name, [.. TaskKinds.Own.Keys]) is not null))
        {
            task.At.Report($"nothing says what the task does. Add one of: {string.Join(", ", TaskKinds.Own.Keys)}.");
        }
        else if (task.Kinds.Count > 1)
        {
            task.At.Report($"the task is of {task.Kinds.Count} kinds at once: {string.Join(", ", task.Kinds)}. Keep one; make the others tasks of their own.");
        }
    }
}
