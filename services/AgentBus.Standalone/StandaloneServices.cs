using AgentBus.Agents.Analysis;
using AgentBus.Agents.Execution;
using AgentBus.Agents.Research;
using AgentBus.Agents.Routing;
using AgentBus.Agents.Validation;
using AgentBus.Gateway;
using AgentBus.Hosting.Bus;
using AgentBus.ModelGateway;
using AgentBus.Orchestrator;

namespace AgentBus.Standalone;

/// <summary>Every service in one process: the same code on SQLite and the in-memory transport.</summary>
internal static class StandaloneServices
{
    public static void AddStandalone(this WebApplicationBuilder builder)
    {
        var data = builder.UseStandaloneDefaults();
        builder.Services.AddSingleton(DataFolder.Open(data));
        builder.AddOrchestrator();
        builder.AddGateway();
        builder.AddModelGateway();
        builder.AddRoutingAgents();
        builder.AddResearchAgent();
        builder.AddAnalysisAgent();
        builder.AddValidationAgent();
        builder.AddExecutionAgent();
        builder.Services.AddSetupStep<ShippedDefinitions>();
    }

    public static void MapStandalone(this WebApplication app)
    {
        app.MapGateway();
        app.MapModelGateway();
    }
}
