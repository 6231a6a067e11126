using AgentBus.Agents.Routing;
using AgentBus.AgentSdk;

return await AgentWorker.RunAsync(args, builder => builder.AddRoutingAgents());
