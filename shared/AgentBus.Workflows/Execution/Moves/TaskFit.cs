using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.Tasks;

namespace AgentBus.Workflows.Execution.Moves;

/// <summary>Whether an open step of a task can go on as the task of the same path in another version.</summary>
internal static class TaskFit
{
    /// <summary>What stands in the way; null = nothing.</summary>
    public static string? Obstacle(TaskDefinition task, WorkflowDefinition to)
    {
        if (!to.Tasks.TryGetValue(task.Path, out var other))
        {
            return $"version {to.Key.Version} has no task there{Hint(task, to)}";
        }

        var (kind, otherKind) = (TaskExecutors.Of(task).Kind, TaskExecutors.Of(other).Kind);
        return kind == otherKind ? Shape(task, other) : $"it is of kind {kind}, and of kind {otherKind} in version {to.Key.Version}";
    }

    private static string Hint(TaskDefinition task, WorkflowDefinition to) =>
        to.Tasks.Values.FirstOrDefault(other => other.Name == task.Name) is { } elsewhere ? $"; its '{task.Name}' stands at {elsewhere.Path}" : "";

    private static string? Shape(TaskDefinition task, TaskDefinition other) => (task, other) switch
    {
        (ForTask a, ForTask b) when (a.Parallel is null) != (b.Parallel is null) => "its items run in parallel in one version and in sequence in the other",
        (ForTask a, ForTask b) when a.Parallel?.BatchSize != b.Parallel?.BatchSize => "its items come in batches of another size",
        (ForTask a, ForTask b) when a.Each != b.Each || a.At != b.At => $"its variables have other names: ${a.Each}{Name(a.At)} and ${b.Each}{Name(b.At)}",
        (ForkTask a, ForkTask b) when a.Compete != b.Compete => "its branches compete in one version and not in the other",
        (ForkTask a, ForkTask b) when !a.Branches.Select(branch => branch.Path).SequenceEqual(b.Branches.Select(branch => branch.Path)) => "its branches are others",
        (TryTask a, TryTask b) when a.Catch.As != b.Catch.As => $"its error has another name: ${a.Catch.As} and ${b.Catch.As}",
        _ => null,
    };

    private static string Name(string? variable) => variable is null ? "" : $", ${variable}";
}
