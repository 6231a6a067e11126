using AgentBus.Agents.Analysis;
using AgentBus.AgentSdk;

return await AgentWorker.RunAsync(args, builder => builder.AddAnalysisAgent());
