using AgentBus.Workflows.Definitions;

namespace AgentBus.Workflows.Execution.Tasks;

/// <summary>The agents of a step in the order they are asked: the agent, its candidates, its fallback.</summary>
internal static class AgentChoice
{
    public static string? Name(TaskDefinition task, int choice) =>
        task is not CallAgentTask call ? null : choice == 0 ? call.Agent : All(call).ElementAtOrDefault(choice);

    /// <summary>The cheap way out: the fallback, or, without one, the same agent.</summary>
    public static int Fallback(CallAgentTask call, int choice) => call.Fallback is null ? choice : All(call).Count() - 1;

    private static IEnumerable<string> All(CallAgentTask call) =>
        new[] { call.Agent }.Concat(call.Candidates).Concat(call.Fallback is { } fallback ? [fallback] : []).Distinct();
}
