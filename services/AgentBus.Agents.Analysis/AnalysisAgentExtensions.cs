using AgentBus.AgentSdk;
using Microsoft.Extensions.Hosting;

namespace AgentBus.Agents.Analysis;

/// <summary>Registers the analysis agent.</summary>
public static class AnalysisAgentExtensions
{
    /// <summary>Adds the agent; it has no options of its own.</summary>
    public static IHostApplicationBuilder AddAnalysisAgent(this IHostApplicationBuilder builder) =>
        builder.AddAgent<AnalysisAgent>(AnalysisJson.Default);
}
