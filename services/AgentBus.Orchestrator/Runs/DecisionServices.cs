using AgentBus.Orchestrator.Circuits;
using AgentBus.Orchestrator.Registry;
using AgentBus.Orchestrator.Saga;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.Orchestrator.Runs;

/// <summary>Registers what makes decisions about runs.</summary>
internal static class DecisionServices
{
    public static IServiceCollection AddDecisions(this IServiceCollection services) => services
        .AddSingleton<DefinitionCache>()
        .AddSingleton<WorkflowLookup>()
        .AddSingleton<SettledAttempts>()
        .AddSingleton<AnsweredInTime>()
        .AddSingleton<CircuitBoard>()
        .AddSingleton<CircuitWatch>()
        .AddSingleton<LaneRoster>()
        .AddSingleton<ExternalDocuments>()
        .AddSingleton<MemoryGuard>()
        .AddSingleton<RunMoves>()
        .AddSingleton<RecentRuns>()
        .AddSingleton<RunTurns>()
        .AddSingleton<RunAdvancer>()
        .AddSingleton<RunBeginner>();
}
