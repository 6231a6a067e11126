using System.Runtime.CompilerServices;
using AgentBus.Workflows.Definitions;

namespace AgentBus.Workflows.Budgets;

/// <summary>
/// Among how many attempts a run's budget is shared: one for each agent task of the definition, and inside a parallel <c>for</c> one for each item
/// that may run at the same time.
/// </summary>
internal static class BudgetShares
{
    private const int Most = 100_000;

    private static readonly ConditionalWeakTable<WorkflowDefinition, StrongBox<int>> Counted = [];

    public static int Of(WorkflowDefinition definition) =>
        Counted.GetValue(definition, counted => new StrongBox<int>(Count(counted))).Value;

    /// <summary>Calls to services cost no model: they hold nothing but their request.</summary>
    public static bool Costs(TaskDefinition task) => task is CallAgentTask and not CallServiceTask;

    private static int Count(WorkflowDefinition definition)
    {
        var loops = definition.Tasks.Values.OfType<ForTask>().Where(task => task.Parallel is { MaxConcurrency: > 1 }).ToList();
        var shares = definition.Tasks.Values.Where(Costs).Sum(task => loops
            .Where(loop => task.Path.StartsWith(loop.Path + "/", StringComparison.Ordinal))
            .Aggregate(1L, (product, loop) => Math.Min(Most, product * loop.Parallel!.MaxConcurrency)));
        return (int)Math.Clamp(shares, 1, Most);
    }
}
