using AgentBus.Hosting;
using AgentBus.Standalone;

return await AgentBusService.RunAsync(args, "agentbus", builder => builder.AddStandalone(), app => app.MapStandalone());
