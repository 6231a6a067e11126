using System.Text;
using System.Text.Json;
using AgentBus.Contracts;
using AgentBus.Models.Decisions;
using AgentBus.Orchestrator.Circuits;
using AgentBus.Orchestrator.Leases;
using AgentBus.Orchestrator.Registry;
using AgentBus.Orchestrator.Relay;
using AgentBus.Orchestrator.Retention;
using AgentBus.Orchestrator.Runs;
using AgentBus.Orchestrator.Saga;
using AgentBus.Orchestrator.Triggers;
using AgentBus.Storage;
using AgentBus.Storage.Agents;
using AgentBus.Storage.Approvals;
using AgentBus.Storage.DeadLetters;
using AgentBus.Storage.Definitions;
using AgentBus.Storage.Leases;
using AgentBus.Storage.Memory;
using AgentBus.Storage.Outbox;
using AgentBus.Storage.Queries;
using AgentBus.Storage.Retention;
using AgentBus.Storage.Runs;
using AgentBus.Storage.Schedules;
using AgentBus.Storage.Setup;
using AgentBus.Storage.Subscriptions;
using AgentBus.Storage.Workers;
using AgentBus.TestKit.Time;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AgentBus.Orchestrator.Tests.Support;

/// <summary>The orchestrator's parts over a real SQLite store, a recording sender and a clock that stands still.</summary>
internal sealed class Shop : IAsyncDisposable
{
    public const string Tenant = "default";
    private readonly string _folder = Directory.CreateTempSubdirectory("agentbus-orchestrator-").FullName;
    private readonly ServiceProvider _services;
    private readonly OrchestratorOptions _options = new();

    private Shop()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Store:Provider"] = "sqlite", ["Store:Path"] = Path.Combine(_folder, "agentbus.db"),
        }).Build();
        _services = new ServiceCollection().AddLogging().AddOptions().AddSingleton<TimeProvider>(Clock).AddStore(settings)
            .AddDecisions().AddSingleton(_ => Relay()).BuildServiceProvider();
    }

    public ManualClock Clock { get; } = new();

    public Sender Sender { get; } = new();

    /// <summary>Seen when the relay parks a message.</summary>
    public SeenEvent<OutboxRelay> Parked { get; } = new(2011);

    public IOutboxStore Outbox => _services.GetRequiredService<IOutboxStore>();

    public IDeadLetterStore DeadLetters => _services.GetRequiredService<IDeadLetterStore>();

    public ILeaseStore Leases => _services.GetRequiredService<ILeaseStore>();

    public ICommitter Committer => _services.GetRequiredService<ICommitter>();

    public IApprovalStore Approvals => _services.GetRequiredService<IApprovalStore>();

    public IRunQueries Queries => _services.GetRequiredService<IRunQueries>();

    public IScheduleStore Schedules => _services.GetRequiredService<IScheduleStore>();

    public IRunStore Runs => _services.GetRequiredService<IRunStore>();

    public RunAdvancer Advancer => _services.GetRequiredService<RunAdvancer>();

    public RunBeginner Beginner => _services.GetRequiredService<RunBeginner>();

    public IAgentResults AgentResults => _services.GetRequiredService<IAgentResults>();

    public IWorkerStore Workers => _services.GetRequiredService<IWorkerStore>();

    public WorkerRegistry Registry() => new(Workers, Leases, _services.GetRequiredService<IProgressStore>(), Options.Create(_options), Clock);

    public CircuitExchange Exchange(LaneRoster lanes) => new(
        new CircuitBoard(Clock), lanes, AgentResults, Workers, Options.Create(_options), Clock, NullLogger<CircuitExchange>.Instance);

    public static async Task<Shop> OpenAsync()
    {
        var shop = new Shop();
        await shop._services.GetRequiredService<IStoreSetup>().SetupAsync(CancellationToken.None);
        return shop;
    }

    public OutboxRelay Relay(bool forgets = false) => new(
        Outbox, Leases, Sender, Queue, _services.GetRequiredService<IChangeSignal>(), new Delivery(forgets), new Started(), Options.Create(_options),
        Clock, Parked);

    /// <summary>How every queue looks.</summary>
    public QueueStub Queue { get; } = new();

    public LeaseScanner Scanner() => new(Leases, Outbox, Queue, Options.Create(_options), Clock, NullLogger<LeaseScanner>.Instance);

    /// <summary>Which model calls went where, and what became of them.</summary>
    public IDecisionLog Decisions => _services.GetRequiredService<IDecisionLog>();

    public Sweeper Sweeper(RetentionOptions kept) => new(
        _services.GetRequiredService<IOutputCache>(), _services.GetRequiredService<IMemoryStore>(), _services.GetRequiredService<IRetention>(),
        DeadLetters, Workers, Decisions, Options.Create(kept), Options.Create(_options), Clock, NullLogger<Sweeper>.Instance);

    public EventTriggers Triggers(ILogger<EventTriggers>? log = null)
    {
        var definitions = _services.GetRequiredService<IDefinitionStore>();
        return new EventTriggers(definitions, new DefinitionCache(definitions), Schedules, Beginner, Clock, log ?? NullLogger<EventTriggers>.Instance);
    }

    public RunMoves Moves() => new(Runs, new DefinitionCache(_services.GetRequiredService<IDefinitionStore>()));

    public Schedules Scheduler()
    {
        var definitions = _services.GetRequiredService<IDefinitionStore>();
        return new Schedules(Schedules, definitions, new DefinitionCache(definitions), Beginner, Clock, NullLogger<Schedules>.Instance);
    }

    public EventDelivery Delivery() => new(_services.GetRequiredService<ISubscriptionStore>(), Clock, NullLogger<EventDelivery>.Instance);

    public async Task ApplyAsync(string yaml)
    {
        var definition = DefinitionReader.Read(yaml).Definition!;
        var key = definition.Key;
        await _services.GetRequiredService<IDefinitionStore>().PutAsync(
            new StoredDefinition(Tenant, key.Namespace, key.Name, key.Version, null, yaml, definition.Schedule!.EventTypes, [], Clock.GetUtcNow(), "test")
            {
                FirstDue = definition.Schedule.FirstDue(Clock.GetUtcNow()),
            },
            CancellationToken.None);
    }

    /// <summary>A message to the orchestrator, due now unless said otherwise.</summary>
    public OutboxRow Message(string exchange = Queues.Orchestrator, TimeSpan due = default) => new(
        Guid.NewGuid(), exchange, "", exchange == Queues.Orchestrator ? nameof(StartRun) : nameof(DispatchAttempt), "application/json",
        Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new StartRun(Tenant, Guid.NewGuid()), ContractsJson.Default.StartRun)), Clock.GetUtcNow() + due);

    /// <summary>An event, due now.</summary>
    public OutboxRow Event() => Message() with { Exchange = Queues.Events, RoutingKey = "order.placed", Type = "CloudEvent" };

    /// <summary>A write set with these messages, as the relay is told of it.</summary>
    public WriteSet Set(IReadOnlyList<OutboxRow> rows) => new()
    {
        Tenant = Tenant, Run = Guid.NewGuid(), ExpectedVersion = 1, Status = "Running", EngineState = [], At = Clock.GetUtcNow(), Outbox = rows,
    };

    /// <summary>Turns of a process of its own, which knows no run yet. Who lost a commit waits in real time.</summary>
    public RunTurns Turns(ICommitter? committer = null) =>
        new(Runs, new RecentRuns(), committer ?? Committer, _services.GetRequiredService<OutboxRelay>(), new LaneRoster(), TimeProvider.System);

    /// <summary>Rows as text, in the order of the query.</summary>
    public async Task<List<string>> RowsAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "agentbus.db")};Mode=ReadOnly");
        await connection.OpenAsync();
        await using var command = new SqliteCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(string.Join(" | ", Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i) is byte[] bytes ? Encoding.UTF8.GetString(bytes) : $"{reader.GetValue(i)}")));
        }

        return rows;
    }

    public Task AddAsync(params OutboxRow[] rows) => Outbox.AddAsync(Tenant, null, rows, CancellationToken.None);

    /// <summary>Ids of the rows still there, parked ones left out, once their holds are over.</summary>
    public async Task<List<Guid>> LeftAsync() =>
        [.. (await Outbox.ClaimAsync(100, TimeSpan.FromSeconds(1), Clock.GetUtcNow().AddYears(100), CancellationToken.None)).Select(m => m.Row.MessageId)];

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private sealed class Started : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted { get; } = new(canceled: true);

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication()
        {
        }
    }
}
