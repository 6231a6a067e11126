using AgentBus.AgentSdk;
using AgentBus.AgentSdk.Chat;

namespace AgentBus.Agents.Routing;

/// <summary>Looks at a topic and its sources and plans the reading. It reads no source.</summary>
[Agent("routing", Version = "1.0.0", Capabilities = ["plan-reading"], Concurrency = 8, Prompts = ["breadth"])]
internal sealed class RoutingAgent : IAgent<RoutingInput, RoutingOutput>
{
    private static readonly ClassifyLabel[] Breadths =
    [
        new("narrow", "One fact, setting, command, name, number or date; a single thing and how to do it.",
            ["which port does it listen on", "the default timeout of a request", "how to install the package", "what a flag means"]),
        new("broad", "An overview of a whole subject with many sides: comparison, history, architecture, causes, trade-offs, state of things.",
            ["an overview of the architecture", "compare the approaches and their trade-offs", "how the system works and why",
                "reliability, security and operation"]),
    ];

    public async Task<AgentResult<RoutingOutput>> RunAsync(RoutingInput input, AgentContext context, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(input.Topic))
        {
            return AgentResult.Permanent("bad-input", "The topic is empty. Say what the briefing is about.");
        }

        if (input.Sources.Count(source => !string.IsNullOrWhiteSpace(source)) is 0 or > ReadingPlan.MaxSources)
        {
            return AgentResult.Permanent("bad-input",
                $"There are {input.Sources.Count} sources. Name 1 to {ReadingPlan.MaxSources} folders, files, addresses or searches.");
        }

        var breadth = await context.AskAsync(
            "classify", "breadth", new ClassifyInput(input.Topic, Breadths), RoutingJson.Default.ClassifyInput, RoutingJson.Default.ClassifyOutput,
            Schemas.Classify, cancellationToken);
        return ReadingPlan.Make(input, breadth);
    }
}
