using AgentBus.Hosting;
using AgentBus.Orchestrator;

return await AgentBusService.RunAsync(args, "orchestrator", builder => builder.AddOrchestrator());
