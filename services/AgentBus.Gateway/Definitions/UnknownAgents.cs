using AgentBus.Gateway.Problems;
using AgentBus.Workflows.Definitions;

namespace AgentBus.Gateway.Definitions;

/// <summary>Finds calls of agents that nobody has announced: most often a slip of the pen.</summary>
internal static class UnknownAgents
{
    public static IReadOnlyList<ProblemError> Find(WorkflowDefinition definition, IReadOnlySet<string> known) =>
        [.. definition.Tasks.Values.OfType<CallAgentTask>().SelectMany(task => Called(task)
            .Where(call => !known.Contains(call.Agent))
            .Select(call => new ProblemError(null, null, $"{task.Path}/with/{call.Member}",
                $"Task '{task.Name}' calls agent '{call.Agent}', but no such agent has ever been announced here. " +
                $"{Known(known)} Start a worker of '{call.Agent}', correct the name, or put the definition with unknownAgents=allow.")))];

    private static IEnumerable<(string Agent, string Member)> Called(CallAgentTask task) =>
        [
            (task.Agent, "agent"),
            .. task.Candidates.Select((agent, i) => (agent, $"candidates/{i}")),
            .. task.Fallback is { } fallback ? [(fallback, "fallback")] : Array.Empty<(string, string)>(),
        ];

    private static string Known(IReadOnlySet<string> known) =>
        known.Count == 0 ? "No agent is known yet." : $"Known agents: {string.Join(", ", known.Order())}.";
}
