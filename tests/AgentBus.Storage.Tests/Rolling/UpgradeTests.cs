using System.Data.Common;
using AgentBus.Storage.Queries;
using AgentBus.Storage.Runs;
using AgentBus.Storage.Setup;
using AgentBus.Storage.Tests.Conformance;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AgentBus.Storage.Tests.Rolling;

/// <summary>A store that an earlier version made, with its rows, comes up to this one.</summary>
public abstract class UpgradeTests
{
    private static readonly Guid Run = new("0F1D3A54-6A3E-5D0B-9D5C-0D6C7F1C8A11");

    /// <summary>All but the last, as numbers.</summary>
    public static TheoryData<int> EarlierVersions() => [.. Migration.All("Postgres").SkipLast(1).Select(migration => migration.Version)];

    [Theory]
    [MemberData(nameof(EarlierVersions))]
    public async Task A_store_of_an_earlier_version_keeps_its_runs_and_goes_on(int version)
    {
        await using var bed = await CreateBedAsync();
        await MakeAsync(bed, version);
        var process = bed.NewProcess();
        var setup = process.GetRequiredService<IStoreSetup>();
        (await setup.CheckAsync(default)).ShouldNotBeNull().ShouldContain($"is at version {version}");

        await setup.SetupAsync(default);

        (await setup.CheckAsync(default)).ShouldBeNull();
        (await process.GetRequiredService<IRunQueries>().GetAsync(Given.Tenant, Run, default))!.Status.ShouldBe("Running");
        (await process.GetRequiredService<ICommitter>().CommitAsync(Given.Set(Run, 1) with { Inbox = Guid.NewGuid() }, default)).ShouldBeTrue();
        (await process.GetRequiredService<IRunStore>().StartAsync(Given.NewRun(), default)).Created.ShouldBeTrue();
    }

    /// <summary>The migrations that an earlier version knew, and a row of its time.</summary>
    protected static async Task MakeAsync(DbConnection connection, string folder, int version, object id, object now)
    {
        await connection.OpenAsync();
        await connection.ExecuteAsync(SchemaVersion.Create(folder == "Sqlite" ? "integer" : "timestamptz"));
        foreach (var migration in Migration.All(folder).Where(migration => migration.Version <= version))
        {
            await connection.ExecuteAsync(migration.AtOnce);
            await connection.ExecuteAsync(SchemaVersion.Insert, new { version = migration.Version, at = now });
        }
        var commit = folder == "Sqlite" ? ("", "") : ("commit_id, ", "@id, ");
        await connection.ExecuteAsync(
            $"""
            insert into runs (id, tenant, namespace, name, definition_version, version, {commit.Item1}status, engine_state, history_count, started_by,
              created_at, updated_at)
            values (@id, '{Given.Tenant}', 'demo', 'briefing', '1.0.0', 1, {commit.Item2}'Running', @state, 0, 'key:alice', @now, @now)
            """,
            new { id, state = new byte[] { 1 }, now });
    }

    protected static Guid RunId => Run;

    protected abstract Task<StoreBed> CreateBedAsync();

    protected abstract Task MakeAsync(StoreBed bed, int version);
}

public sealed class SqliteUpgradeTests : UpgradeTests
{
    protected override Task<StoreBed> CreateBedAsync() => Task.FromResult<StoreBed>(new SqliteBed());

    protected override async Task MakeAsync(StoreBed bed, int version)
    {
        var path = bed.Settings["Store:Path"]!;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        await MakeAsync(connection, "Sqlite", version, RunId.ToString().ToUpperInvariant(), Given.Now.ToUnixTimeMilliseconds() * 1000);
    }
}

public sealed class PostgresUpgradeTests : UpgradeTests
{
    protected override Task<StoreBed> CreateBedAsync() => PostgresBed.CreateAsync();

    protected override async Task MakeAsync(StoreBed bed, int version)
    {
        await using var connection =
            new NpgsqlConnection(new NpgsqlConnectionStringBuilder(bed.Settings["Store:ConnectionString"]) { Pooling = false }.ToString());
        await MakeAsync(connection, "Postgres", version, RunId, Given.Now);
    }
}
