using System.Text.Json;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.Control;

namespace AgentBus.Workflows.Execution.Plans;

/// <summary>Checks a plan as any definition is checked, and holds it to what its task allows. Every problem is told to the planner.</summary>
internal static class PlanCheck
{
    private const int MostTold = 20;

    /// <summary>All problems in words; null when there are none.</summary>
    public static string? Problems(Machine machine, CallPlanTask task, JsonElement plan)
    {
        var read = DefinitionReader.Read(PlanDocument.Of(machine, plan, null).Document.GetRawText(), machine.Limits);
        var problems = read.Definition is { } definition
            ? Broken(task, definition).ToList()
            : [.. read.Problems.Select(problem => $"{problem.Path}: {problem.Message}")];
        return problems.Count == 0
            ? null
            : Limits.Clip($"The plan has {problems.Count} problems: {string.Join("; ", problems.Take(MostTold))}");
    }

    private static IEnumerable<string> Broken(CallPlanTask task, WorkflowDefinition plan)
    {
        if (plan.Tasks.Count > task.MaxTasks)
        {
            yield return $"it has {plan.Tasks.Count} tasks; at most {task.MaxTasks} are allowed";
            yield break;
        }

        foreach (var agent in plan.Agents.Except(task.Agents).Order(StringComparer.Ordinal))
        {
            yield return $"it calls the agent '{agent}'; allowed are {string.Join(", ", task.Agents)}";
        }

        foreach (var inner in plan.Tasks.Values)
        {
            if (inner is RunWorkflowTask or CallPlanTask || (inner is CallServiceTask && !task.Agents.Contains(CallServiceTask.BuiltInAgent)))
            {
                yield return $"{inner.Path}: a plan calls the allowed agents only, no other workflow, plan or service";
            }

            if (DepthOf(plan, inner) > task.MaxDepth)
            {
                yield return $"{inner.Path}: it lies {DepthOf(plan, inner)} levels deep; at most {task.MaxDepth} are allowed";
            }
        }
    }

    private static int DepthOf(WorkflowDefinition plan, TaskDefinition task) =>
        plan.Tasks.Keys.Count(path => task.Path == path || task.Path.StartsWith(path + "/", StringComparison.Ordinal));
}
