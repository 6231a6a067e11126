using AgentBus.Agents.Validation;
using AgentBus.AgentSdk;

return await AgentWorker.RunAsync(args, builder => builder.AddValidationAgent());
