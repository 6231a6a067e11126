using AgentBus.AgentSdk;
using AgentBus.Agents.Analysis;

return await AgentWorker.RunAsync(args, builder => builder.AddAnalysisAgent());
