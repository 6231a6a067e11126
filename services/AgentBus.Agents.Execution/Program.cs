using AgentBus.Agents.Execution;
using AgentBus.AgentSdk;

return await AgentWorker.RunAsync(args, builder => builder.AddExecutionAgent());
