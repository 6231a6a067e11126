using AgentBus.Hosting;
using AgentBus.ModelGateway;

return await AgentBusService.RunAsync(args, "agentbus-model-gateway", builder => builder.AddModelGateway(), app => app.MapModelGateway(isAlone: true));
