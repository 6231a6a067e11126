using AgentBus.Hosting.Bus;
using AgentBus.Hosting.Modes;
using AgentBus.Orchestrator.Bus;
using AgentBus.Orchestrator.Calls;
using AgentBus.Orchestrator.Circuits;
using AgentBus.Orchestrator.DeadLetters;
using AgentBus.Orchestrator.Leases;
using AgentBus.Orchestrator.Registry;
using AgentBus.Orchestrator.Relay;
using AgentBus.Orchestrator.Retention;
using AgentBus.Orchestrator.Runs;
using AgentBus.Orchestrator.Setup;
using AgentBus.Orchestrator.Triggers;
using AgentBus.Storage;
using AgentBus.Workflows;
using Microsoft.Extensions.Options;

namespace AgentBus.Orchestrator;

/// <summary>Registers the orchestrator.</summary>
public static class OrchestratorServices
{
    /// <summary>The saga, the relay, leases, the agent registry and event triggers, over the configured store and bus.</summary>
    public static IHostApplicationBuilder AddOrchestrator(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<OrchestratorOptions>().BindConfiguration("Orchestrator").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<RetentionOptions>().BindConfiguration("Retention").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<WorkflowLimits>().BindConfiguration(WorkflowLimits.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddStore(builder.Configuration);
        services.AddSetupStep<StoreSetupStep>();
        services.AddSingleton(provider => new Delivery(
            string.Equals(provider.GetRequiredService<IOptions<BusOptions>>().Value.Transport, "memory", StringComparison.OrdinalIgnoreCase)));
        services.AddDecisions();
        services.AddSingleton<WorkerRegistry>();
        services.AddSingleton<EventTriggers>();
        services.AddSingleton<EventDelivery>();
        services.AddSingleton<Schedules>();
        services.AddSingleton<OutboxRelay>();
        services.AddHostedService(provider => provider.GetRequiredService<OutboxRelay>());
        services.AddHostedService<LeaseScanner>();
        services.AddHostedService<Sweeper>();
        services.AddHostedService<CircuitExchange>();
        services.AddSingleton<DeadLetterCollector>();
        services.AddHostedService<DeadLetterGauge>();

        var settings = builder.Configuration.GetSection("Orchestrator").Get<OrchestratorOptions>() ?? new OrchestratorOptions();
        services.AddBusEndpoint(Endpoints.Runs(Math.Clamp(settings.Concurrency, 1, 1024)));
        services.AddBusEndpoint(Endpoints.Registry());
        services.AddBusEndpoint(Endpoints.Schedules());
        services.AddBusEndpoint(Endpoints.Memory());
        services.AddBusEndpoint(Endpoints.DeadLetters(new DeadLetterReader(TimeProvider.System)));
        services.AddBusEndpoint(Endpoints.Triggers(new CloudEventReader(source => TenantOf(settings, source))));
        return builder.AddCalls();
    }

    private static string TenantOf(OrchestratorOptions settings, string source) =>
        settings.EventSourceTenants.Where(pair => source.StartsWith(pair.Key, StringComparison.Ordinal))
            .OrderByDescending(pair => pair.Key.Length).Select(pair => pair.Value).FirstOrDefault() ?? "default";
}
