using AgentBus.AgentSdk;
using AgentBus.Agents.Research;

return await AgentWorker.RunAsync(args, builder => builder.AddResearchAgent());
