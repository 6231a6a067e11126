using AgentBus.Gateway;
using AgentBus.Hosting;

return await AgentBusService.RunAsync(args, "agentbus-gateway", builder => builder.AddGateway(), app => app.MapGateway());
