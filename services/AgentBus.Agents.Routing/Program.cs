using AgentBus.AgentSdk;
using AgentBus.Agents.Routing;

return await AgentWorker.RunAsync(args, builder => builder.AddRoutingAgents());
