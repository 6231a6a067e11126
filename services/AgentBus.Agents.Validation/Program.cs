using AgentBus.AgentSdk;
using AgentBus.Agents.Validation;

return await AgentWorker.RunAsync(args, builder => builder.AddValidationAgent());
