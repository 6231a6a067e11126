using AgentBus.Models.Answers;
using AgentBus.Models.Batches;
using AgentBus.Models.Budgets;
using AgentBus.Models.Decisions;
using AgentBus.Storage.Agents;
using AgentBus.Storage.Answers;
using AgentBus.Storage.Approvals;
using AgentBus.Storage.Batches;
using AgentBus.Storage.Budgets;
using AgentBus.Storage.Data;
using AgentBus.Storage.DeadLetters;
using AgentBus.Storage.Decisions;
using AgentBus.Storage.Definitions;
using AgentBus.Storage.Health;
using AgentBus.Storage.Inbox;
using AgentBus.Storage.Keys;
using AgentBus.Storage.Leases;
using AgentBus.Storage.Memory;
using AgentBus.Storage.Outbox;
using AgentBus.Storage.Postgres;
using AgentBus.Storage.Queries;
using AgentBus.Storage.Retention;
using AgentBus.Storage.Runs;
using AgentBus.Storage.Schedules;
using AgentBus.Storage.Setup;
using AgentBus.Storage.Sqlite;
using AgentBus.Storage.Subscriptions;
using AgentBus.Storage.Workers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentBus.Storage;

/// <summary>Registers the store.</summary>
public static class StoreServices
{
    /// <summary>
    /// Adds every store interface on the database that section <c>Store</c> names; see <see cref="StoreOptions"/>. Nothing is
    /// opened before first use. Calling it again changes nothing.
    /// </summary>
    public static IServiceCollection AddStore(this IServiceCollection services, IConfiguration configuration)
    {
        if (services.Any(service => service.ServiceType == typeof(Database)))
            return services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IValidateOptions<StoreOptions>, StoreOptionsValidator>();
        services.AddOptions<StoreOptions>().Bind(configuration.GetSection(StoreOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<LocalSignal>();
        services.AddHealthChecks().AddCheck<StoreHealthCheck>("store");
        if (configuration[$"{StoreOptions.Section}:{nameof(StoreOptions.Provider)}"] == StoreProviders.Postgres)
            AddPostgres(services);
        else
            AddSqlite(services); // Also for a provider that does not exist: the validation at start names it.
        services.AddSingleton<IMessageDeleter>(provider => provider.GetRequiredService<GroupCommitter>());
        services.AddSingleton<ICommitter>(provider => provider.GetRequiredService<GroupCommitter>());
        services.AddSingleton<IOutboxStore, OutboxStore>();
        services.AddSingleton<IInboxStore, InboxStore>();
        services.AddSingleton<IRetention, RetentionStore>();
        services.AddSingleton<IRunQueries, RunQueries>();
        services.AddSingleton<IStepOrigins, StepOrigins>();
        services.AddSingleton<ISubscriptionStore, SubscriptionStore>();
        services.AddSingleton<IOpenRuns, OpenRuns>();
        services.AddSingleton<IScheduleStore, ScheduleStore>();
        services.AddSingleton<IApprovalStore, ApprovalStore>();
        services.AddSingleton<IDefinitionStore, DefinitionStore>();
        services.AddSingleton<IKeyStore, KeyStore>();
        services.AddSingleton<IDeadLetterStore, DeadLetterStore>();
        services.AddSingleton<ILeaseStore, LeaseStore>();
        services.AddSingleton<IWorkerStore, WorkerStore>();
        services.AddSingleton<IProgressStore, ProgressStore>();
        services.AddSingleton<IOutputCache, OutputCache>();
        services.AddSingleton<IAgentResults, AgentResults>();
        services.AddSingleton<IBudgetLedger, BudgetLedger>();
        services.AddSingleton<IDecisionLog, DecisionLog>();
        services.AddSingleton<IAnswerStore, AnswerStore>();
        services.AddSingleton<IBatchStore, BatchStore>();
        return services;
    }

    private static void AddPostgres(IServiceCollection services)
    {
        services.AddSingleton<PostgresDatabase>();
        ShareClock(services);
        services.AddSingleton<Database>(provider => provider.GetRequiredService<PostgresDatabase>());
        services.AddSingleton<PostgresSignal>();
        services.AddSingleton<IChangeSignal>(provider => provider.GetRequiredService<PostgresSignal>());
        services.AddSingleton<ISignalSource>(provider => provider.GetRequiredService<PostgresSignal>());
        services.AddSingleton<IStoreSetup, PostgresSetup>();
        services.AddSingleton<IMemoryStore, PostgresMemoryStore>();
        services.AddSingleton<PostgresRunReader>();
        services.AddSingleton<PostgresRunStarter>();
        services.AddSingleton<IRunStore, PostgresRunStore>();
        services.AddSingleton(provider => Committer(
            provider,
            options => Enumerable.Range(0, options.Committers)
                .Select(_ => new PostgresBatchWriter(provider.GetRequiredService<PostgresDatabase>()))));
    }

    /// <summary>Processes that share a store share its clock, unless the host brought one of its own.</summary>
    private static void ShareClock(IServiceCollection services)
    {
        if (services.Last(service => service.ServiceType == typeof(TimeProvider)).ImplementationInstance != TimeProvider.System)
            return;
        services.AddSingleton(provider => new PostgresClock(provider.GetRequiredService<PostgresDatabase>(), TimeProvider.System));
        services.AddSingleton<TimeProvider>(provider => provider.GetRequiredService<PostgresClock>());
        services.AddHostedService<PostgresClockKeeper>();
    }

    private static void AddSqlite(IServiceCollection services)
    {
        services.AddSingleton<SqliteDatabase>();
        services.AddSingleton<Database>(provider => provider.GetRequiredService<SqliteDatabase>());
        services.AddSingleton<IChangeSignal>(provider => provider.GetRequiredService<LocalSignal>());
        services.AddSingleton<ISignalSource>(provider => provider.GetRequiredService<LocalSignal>());
        services.AddSingleton<IStoreSetup, SqliteSetup>();
        services.AddSingleton<IRunStore, SqliteRunStore>();
        services.AddSingleton<IMemoryStore, SqliteMemoryStore>();
        services.AddSingleton(provider => Committer(
            provider, _ => [new SqliteBatchWriter(provider.GetRequiredService<SqliteDatabase>())]));
    }

    private static GroupCommitter Committer(IServiceProvider provider, Func<StoreOptions, IEnumerable<IBatchWriter>> writers)
    {
        var options = provider.GetRequiredService<IOptions<StoreOptions>>().Value;
        return new GroupCommitter(
            [.. writers(options)],
            options.MaxBatch,
            provider.GetRequiredService<ISignalSource>(),
            provider.GetRequiredService<ILogger<GroupCommitter>>());
    }
}
