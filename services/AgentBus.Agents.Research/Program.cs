using AgentBus.Agents.Research;
using AgentBus.AgentSdk;

return await AgentWorker.RunAsync(args, builder => builder.AddResearchAgent());
