using AgentBus.Gateway.Problems;
using AgentBus.Workflows.Definitions;

namespace AgentBus.Gateway.Definitions;

/// <summary>Finds calls of agents that nobody knows: most often a slip of the pen.</summary>
internal static class UnknownAgents
{
    /// <summary>Pure: every such call with its place in the text.</summary>
    public static IReadOnlyList<ProblemError> Find(WorkflowDefinition definition, string text, IReadOnlySet<string> known) =>
        [.. definition.Tasks.Values.OfType<CallAgentTask>().Where(task => task is not CallServiceTask)
            .SelectMany(task => Called(task).Where(call => !known.Contains(call.Agent)).Select(call => Error(task, call.Agent, call.Member, text, known)))
            .OrderBy(error => error.Line)];

    private static IEnumerable<(string Agent, string Member)> Called(CallAgentTask task) =>
        [
            (task.Agent, "agent"),
            .. task.Candidates.Select((agent, i) => (agent, $"candidates/{i}")),
            .. task.Fallback is { } fallback ? [(fallback, "fallback")] : Array.Empty<(string, string)>(),
        ];

    private static ProblemError Error(CallAgentTask task, string agent, string member, string text, IReadOnlySet<string> known)
    {
        var path = $"{task.Path}/with/{member}";
        var place = DefinitionText.Find(text, path);
        return new ProblemError(place?.Line, place?.Column, path,
            $"Task '{task.Name}' calls agent '{agent}', which no worker has announced. {Known(known)} " +
            $"Correct the name, start a worker of '{agent}', or allow it: unknownAgents=allow (agentbus: --allow-unknown-agents).");
    }

    private static string Known(IReadOnlySet<string> known) =>
        known.Count == 0 ? "No agent is known yet." : $"Known agents: {string.Join(", ", known.Order())}.";
}
