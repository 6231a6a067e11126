using AgentBus.Agents.Routing.Planning;
using AgentBus.AgentSdk;
using Microsoft.Extensions.Hosting;

namespace AgentBus.Agents.Routing;

/// <summary>Registers the agents that decide what others do.</summary>
public static class RoutingAgentExtensions
{
    /// <summary>Adds the agents <c>routing</c> and <c>planner</c>; they have no options of their own.</summary>
    public static IHostApplicationBuilder AddRoutingAgents(this IHostApplicationBuilder builder) =>
        builder.AddAgent<RoutingAgent>(RoutingJson.Default).AddAgent<PlannerAgent>(RoutingJson.Default);
}
