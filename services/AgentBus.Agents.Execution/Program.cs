using AgentBus.AgentSdk;
using AgentBus.Agents.Execution;

return await AgentWorker.RunAsync(args, builder => builder.AddExecutionAgent());
