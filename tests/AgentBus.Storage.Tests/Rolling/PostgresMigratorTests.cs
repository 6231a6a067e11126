using AgentBus.Storage.Postgres;
using AgentBus.Storage.Runs;
using AgentBus.Storage.Setup;
using AgentBus.Storage.Tests.Conformance;
using AgentBus.TestKit.Postgres;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace AgentBus.Storage.Tests.Rolling;

/// <summary>A schema that changes while runs go on.</summary>
public sealed class PostgresMigratorTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly Migration Next = new(998, """
        alter table runs add column next_text text;

        -- Found by what is new.
        create index concurrently if not exists runs_next on runs (next_text)
          where next_text is not null;
        """);

    private string _database = "";
    private PostgresBed _bed = null!;

    public async Task InitializeAsync()
    {
        _database = new NpgsqlConnectionStringBuilder(await PostgresCluster.CreateDatabaseAsync()) { Pooling = false }.ToString();
        _bed = new PostgresBed(_database);
        await _bed.NewProcess().GetRequiredService<IStoreSetup>().SetupAsync(default);
    }

    public Task DisposeAsync() => _bed.DisposeAsync().AsTask();

    [Fact]
    public async Task Commits_go_on_while_a_change_waits_for_a_table_in_use()
    {
        var process = _bed.NewProcess();
        var run = Given.NewRun();
        await process.GetRequiredService<IRunStore>().StartAsync(run, default);
        var committer = process.GetRequiredService<ICommitter>();
        await using var reader = await OpenAsync();
        await using var reading = await reader.BeginTransactionAsync();
        await reader.ExecuteAsync("select count(*) from runs", transaction: reading);
        var waits = new Waits();
        await using var connection = await OpenAsync();
        var migrating = new PostgresMigrator(connection, [.. Migration.All("Postgres"), Next], TimeProvider.System, waits).RunAsync(default);

        await waits.Begun.WaitAsync(Patience);
        for (var version = 1; version <= 5; version++)
            (await committer.CommitAsync(Given.Set(run.Id, version), default).WaitAsync(Patience)).ShouldBeTrue();
        migrating.IsCompleted.ShouldBeFalse();
        await reading.CommitAsync();
        await migrating.WaitAsync(Patience);

        (await committer.CommitAsync(Given.Set(run.Id, 6), default)).ShouldBeTrue();
        (await ColumnsAsync()).ShouldBe("next_text runs_next");
    }

    [Fact]
    public async Task An_index_whose_building_was_interrupted_is_built_anew()
    {
        await using var connection = await OpenAsync();
        var store = _bed.NewProcess().GetRequiredService<IRunStore>();
        foreach (var _ in Enumerable.Range(0, 2))
            await store.StartAsync(Given.NewRun(), default);
        await Should.ThrowAsync<PostgresException>(connection.ExecuteAsync("create unique index concurrently runs_next on runs (tenant)"));

        await new PostgresMigrator(connection, [.. Migration.All("Postgres"), Next], TimeProvider.System, NullLogger.Instance).RunAsync(default);

        (await ColumnsAsync()).ShouldBe("next_text runs_next");
    }

    /// <summary>What of the next migration is there and in use.</summary>
    private async Task<string> ColumnsAsync()
    {
        await using var connection = await OpenAsync();
        return string.Join(' ', await connection.QueryAsync<string>(
            """
            select column_name::text from information_schema.columns where table_name = 'runs' and column_name like 'next%'
            union all select indexrelid::regclass::text from pg_index where indexrelid = to_regclass('runs_next') and indisvalid and not indisunique
            """));
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(_database);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Tells when a change gave up its place in the queue for the first time.</summary>
    private sealed class Waits : ILogger
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Begun => _begun.Task;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Id == 4006)
                _begun.TrySetResult();
        }
    }
}
