using AgentBus.Workflows.Definitions;

namespace AgentBus.Workflows.Execution.Operators;

/// <summary>What a step's id says: <c>{task path}[{for indexes}]#{visit}</c>.</summary>
internal sealed record StepPlace(TaskDefinition Task, int[] Indexes)
{
    /// <summary>Null when it is no id of a task of this definition. A task's own name may end in brackets, so the longest path counts.</summary>
    public static StepPlace? Of(WorkflowDefinition definition, string step)
    {
        var end = step.LastIndexOf('#');
        var rest = end < 0 ? step : step[..end];
        var indexes = new Stack<int>();
        while (!definition.Tasks.ContainsKey(rest))
        {
            var bracket = rest.LastIndexOf('[');
            if (bracket < 0 || !rest.EndsWith(']') || !int.TryParse(rest.AsSpan(bracket + 1, rest.Length - bracket - 2), out var index))
            {
                return null;
            }

            indexes.Push(index);
            rest = rest[..bracket];
        }

        return new StepPlace(Whole(definition, rest), [.. indexes]);
    }

    /// <summary>The task as it stands in its list: with its extensions around it.</summary>
    private static TaskDefinition Whole(WorkflowDefinition definition, string path)
    {
        var task = definition.Tasks[path];
        while (definition.Tasks.Values.FirstOrDefault(other => other is ExtendedTask extended && ReferenceEquals(extended.Inner, task)) is { } around)
        {
            task = around;
        }

        return task;
    }
}
