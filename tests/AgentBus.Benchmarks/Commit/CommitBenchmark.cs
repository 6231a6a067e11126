using System.Diagnostics;
using System.Text;
using AgentBus.Storage;
using AgentBus.Storage.Runs;
using AgentBus.Storage.Setup;
using AgentBus.TestKit.Postgres;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AgentBus.Benchmarks;

/// <summary>
/// Durable decisions a second on PostgreSQL with fsync, 64 writers: a write set of one document, one step, two history entries and one
/// message, by the group committer. The floor is one bare transaction each: drop a duplicate, move the run's row, record the step.
/// </summary>
internal static class CommitBenchmark
{
    private const int Writers = 64;
    private const int PerWriter = 60;
    private const int Rounds = 3;
    private static readonly byte[] Payload = Encoding.UTF8.GetBytes($$"""{"p":"{{new string('x', 700)}}"}""");

    public static async Task<IReadOnlyList<Measured>> RunAsync()
    {
        var connection = await PostgresCluster.CreateDatabaseAsync();
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Store:Provider"] = "postgres", ["Store:ConnectionString"] = connection,
        }).Build();
        await using var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddStore(settings).BuildServiceProvider();
        await services.GetRequiredService<IStoreSetup>().SetupAsync(CancellationToken.None);
        await using var bare = NpgsqlDataSource.Create(connection + ";Maximum Pool Size=20");
        await bare.CreateCommand("create table f_inbox(id uuid primary key); create table f_run(id uuid primary key, version int, data text); " +
            "create table f_step(run uuid, step int, output text, primary key(run, step))").ExecuteNonQueryAsync();

        await OursAsync(services);
        await FloorAsync(bare);
        List<double> ours = [], floor = [];
        for (var round = 0; round < Rounds; round++)
        {
            ours.Add(await OursAsync(services));
            floor.Add(await FloorAsync(bare));
        }

        await PostgresCluster.DropDatabaseAsync(connection);
        return [new Measured("durable decisions, PostgreSQL, 64 in flight", Measured.Median(ours), Measured.Median(floor))];
    }

    private static async Task<double> OursAsync(ServiceProvider services)
    {
        var committer = services.GetRequiredService<ICommitter>();
        var store = services.GetRequiredService<IRunStore>();
        var runs = await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => StartAsync(store)));
        return await RateAsync(async writer =>
        {
            for (var i = 0; i < PerWriter; i++)
            {
                if (!await committer.CommitAsync(Set(runs[writer], i + 1), CancellationToken.None))
                {
                    throw new InvalidOperationException("A commit lost its race without a rival.");
                }
            }
        });
    }

    private static Task<double> FloorAsync(NpgsqlDataSource source) => RateAsync(async _ =>
    {
        var run = Guid.NewGuid();
        var text = Encoding.UTF8.GetString(Payload);
        for (var i = 0; i < PerWriter; i++)
        {
            await using var connection = await source.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            await using var batch = new NpgsqlBatch(connection, transaction);
            Add(batch, "insert into f_inbox(id) values($1) on conflict do nothing", Guid.NewGuid());
            Add(batch, "insert into f_run values($1,$2,$3) on conflict(id) do update set version=f_run.version+1,data=excluded.data", run, i, text);
            Add(batch, "insert into f_step values($1,$2,$3)", run, i, text);
            await batch.ExecuteNonQueryAsync();
            await transaction.CommitAsync();
        }
    });

    private static void Add(NpgsqlBatch batch, string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        batch.BatchCommands.Add(command);
    }

    private static async Task<double> RateAsync(Func<int, Task> write)
    {
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(write));
        return Writers * PerWriter / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static async Task<Guid> StartAsync(IRunStore store)
    {
        var run = Guid.NewGuid();
        await store.StartAsync(
            new NewRun(run, "bench", "bench", "five", "1.0.0", Payload, Payload, null, "bench", TimeProvider.System.GetUtcNow(), Message(run, -1)),
            CancellationToken.None);
        return run;
    }

    // A new run is at version 1.
    private static WriteSet Set(Guid run, int version)
    {
        var now = TimeProvider.System.GetUtcNow();
        return new WriteSet
        {
            Tenant = "bench", Run = run, ExpectedVersion = version, Status = "Running", EngineState = Payload, At = now,
            Documents = [new DocumentRow($"out:{version}", Payload)],
            Steps = [new StepRow($"/do/{version}/s#1", $"/do/{version}/s", "s", "agent", "Completed", 1, "echo", "1.0.0", now, now, 0, 0, null)],
            History = [new HistoryRow("attempt.finished", "s", "{}"), new HistoryRow("step.completed", "s", "{}")],
            Outbox = [Message(run, version)],
        };
    }

    private static OutboxRow Message(Guid run, int version) => new(
        NaturalId.Of(run.ToString(), $"{version}"), "agentbus.agent.echo", "", "DispatchAttempt", "application/json", Payload, TimeProvider.System.GetUtcNow());
}
