using AgentBus.Models.Answers;
using AgentBus.Models.Batches;
using AgentBus.Models.Budgets;
using AgentBus.Models.Cache;
using AgentBus.Models.Catalogue;
using AgentBus.Models.Decisions;
using AgentBus.Models.Gateway;
using AgentBus.Models.MicroBatches;
using AgentBus.Models.Providers;
using AgentBus.Models.Routing;
using AgentBus.Models.Routing.Pacing;
using AgentBus.Models.Routing.Planning;
using AgentBus.Models.Routing.Policies;
using AgentBus.Models.Routing.Quality;
using AgentBus.Models.Targets;
using AgentBus.Models.Tries;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentBus.Models;

/// <summary>Puts the model gateway into a host.</summary>
public static class ModelsRegistration
{
    /// <summary>
    /// Adds <see cref="ChatRouter"/> and, over it, an <see cref="IChatClient"/>. Reads section <c>Models</c>; a faulty one stops the host at start with every error.
    /// An <see cref="IAnswerStore"/>, <see cref="IBudgetLedger"/> or <see cref="IDecisionLog"/> registered before or after takes the place of the one in memory.
    /// </summary>
    public static IServiceCollection AddModels(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection(ModelsOptions.Section);
        services.AddOptions<ModelsOptions>().Configure(options => ModelsBinder.Bind(section, options)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ModelsOptions>, ModelsOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IAnswerStore>(provider => new InMemoryAnswerStore(
            provider.GetRequiredService<TimeProvider>(), (long)provider.GetRequiredService<IOptions<ModelsOptions>>().Value.Cache.MaxMegabytes << 20));
        services.TryAddSingleton<KeptAnswers>();
        services.AddHostedService<AnswerSweeper>();
        services.TryAddSingleton<AnswerFlights>();
        services.TryAddSingleton<IAnswerCache, AnswerCache>();
        services.TryAddSingleton<IBudgetLedger, InMemoryBudgetLedger>();
        services.TryAddSingleton<BudgetEnds>();
        services.TryAddSingleton<BudgetDesk>();
        services.AddHostedService<BudgetKeeper>();
        services.TryAddSingleton<IDecisionLog, InMemoryDecisionLog>();
        services.TryAddSingleton<DecisionWriter>();
        services.AddHostedService(provider => provider.GetRequiredService<DecisionWriter>());
        services.TryAddSingleton<ProviderFactory>();
        services.TryAddSingleton(provider => new LiveModels(
            section,
            provider.GetServices<IValidateOptions<ModelsOptions>>(),
            provider.GetRequiredService<IOptions<ModelsOptions>>(),
            provider.GetRequiredService<ProviderFactory>(),
            provider.GetRequiredService<ILogger<LiveModels>>()));
        services.AddSingleton<IOptionsMonitor<ModelsOptions>>(provider => new LiveOptions(provider.GetRequiredService<LiveModels>));
        services.TryAddSingleton<TargetSet>();
        services.TryAddSingleton(provider => new ModelStates(
            provider.GetRequiredService<LiveModels>(), provider.GetRequiredService<TargetSet>(), provider.GetRequiredService<TimeProvider>()));
        services.AddRouting();
        services.AddTries();
        services.TryAddSingleton<AnswerKeeper>();
        services.TryAddSingleton(provider => new ChatRouter(
            provider.GetRequiredService<LiveModels>(),
            provider.GetRequiredService<AnswerKeeper>(),
            provider.GetRequiredService<IAnswerCache>(),
            provider.GetRequiredService<DeferredCalls>(),
            provider.GetRequiredService<MicroBatcher>(),
            provider.GetRequiredService<StreamAsker>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ChatRouter>>()));
        services.TryAddSingleton<IChatClient, RoutedChatClient>();
        return services;
    }

    private static void AddRouting(this IServiceCollection services)
    {
        services.TryAddSingleton<LearnedQuality>();
        services.TryAddSingleton<IQualityModel>(provider => provider.GetRequiredService<LearnedQuality>());
        services.TryAddSingleton<IOutcomeFold>(provider => provider.GetRequiredService<LearnedQuality>());
        services.AddHostedService<OutcomeFolder>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IRoutingPolicy, FixedPolicy>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IRoutingPolicy, CheapestPolicy>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IRoutingPolicy, FastestPolicy>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IRoutingPolicy, BestPolicy>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IRoutingPolicy, BalancedPolicy>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IRoutingPolicy, LearnedPolicy>());
        services.TryAddSingleton<CallPacer>();
        services.TryAddSingleton<Forecast>();
        services.TryAddSingleton<CallPlanner>();
    }

    private static void AddTries(this IServiceCollection services)
    {
        services.TryAddSingleton<TryStarter>();
        services.TryAddSingleton<Trier>();
        services.TryAddSingleton<Failover<Turn>>();
        services.TryAddSingleton<Failover<OpenStream>>();
        services.TryAddSingleton<DecisionRecorder>();
        services.TryAddSingleton<Asker>();
        services.TryAddSingleton<MicroBatcher>();
        services.TryAddSingleton<DeferredCalls>();
        services.TryAddSingleton<StreamAsker>();
    }
}
