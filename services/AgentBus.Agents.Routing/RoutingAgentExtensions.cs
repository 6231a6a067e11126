using AgentBus.AgentSdk;
using Microsoft.Extensions.Hosting;

namespace AgentBus.Agents.Routing;

/// <summary>Registers the routing agent.</summary>
public static class RoutingAgentExtensions
{
    /// <summary>Adds the agent; it has no options of its own.</summary>
    public static IHostApplicationBuilder AddRoutingAgent(this IHostApplicationBuilder builder) =>
        builder.AddAgent<RoutingAgent>(RoutingJson.Default);
}
