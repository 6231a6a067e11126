using AgentBus.Agents.Analysis;
using AgentBus.Agents.Execution;
using AgentBus.Agents.Research;
using AgentBus.Agents.Routing;
using AgentBus.Agents.Validation;
using AgentBus.Gateway;
using AgentBus.ModelGateway;
using AgentBus.Orchestrator;

namespace AgentBus.Standalone;

/// <summary>Every service in one process: the same code on SQLite and the in-memory transport.</summary>
internal static class StandaloneServices
{
    public static void AddStandalone(this WebApplicationBuilder builder)
    {
        builder.AddOrchestrator();
        builder.AddGateway();
        builder.AddModelGateway();
        builder.AddRoutingAgent();
        builder.AddResearchAgent();
        builder.AddAnalysisAgent();
        builder.AddValidationAgent();
        builder.AddExecutionAgent();
    }

    public static void MapStandalone(this WebApplication app)
    {
        app.MapGateway();
        app.MapModelGateway();
    }
}
