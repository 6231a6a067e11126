using System.Text.Json;
using AgentBus.Storage.Data;
using AgentBus.Storage.Outbox;
using AgentBus.Storage.Runs;
using AgentBus.Storage.Search;
using AgentBus.Workflows.Execution;

namespace AgentBus.Storage.Sqlite;

/// <summary>Runs in SQLite.</summary>
internal sealed class SqliteRunStore(SqliteDatabase database, ISignalSource signals) : IRunStore
{
    private const string Insert = """
        insert into runs (id, tenant, namespace, name, definition_version, version, status, engine_state, history_count, request_key,
          started_by, created_at, updated_at)
        values (@Id, @Tenant, @Namespace, @Name, @Version, 1, 'Pending', @EngineState, 1, @RequestKey, @StartedBy, @At, @At)
        on conflict do nothing
        """;

    private const string Load = """
        select version, status, namespace, name, definition_version, engine_state from runs where tenant = @tenant and id = @run
        """;

    private const string Documents = """
        select key, json from documents where run = @run and key in (select value from json_each(@keys)) and tenant = @tenant
        """;

    public async Task<StartedRun> StartAsync(NewRun run, CancellationToken cancellationToken)
    {
        var started = await database.WriteAsync(statements => StartAsync(statements, run), cancellationToken);
        if (started.Created)
            signals.OutboxChanged();
        return started;
    }

    public Task<LoadedRun?> LoadAsync(string tenant, Guid run, CancellationToken cancellationToken) =>
        database.FirstAsync(
            Load,
            new { tenant, run },
            row => new LoadedRun(
                run, tenant, row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.Bytes(5)),
            cancellationToken);

    public async Task<RunData> LoadDocumentsAsync(string tenant, Guid run, ReadSet reads, CancellationToken cancellationToken)
    {
        if (reads.IsEmpty)
            return RunData.Empty;
        var rows = await database.QueryAsync(
            Documents,
            new { tenant, run, keys = Values.List(ReadSetKeys.Of(reads)) },
            row => KeyValuePair.Create(row.GetString(0), JsonElement.Parse(row.Bytes(1))),
            cancellationToken);
        return new RunData(new Dictionary<string, JsonElement>(rows));
    }

    private async Task<StartedRun> StartAsync(Statements statements, NewRun run)
    {
        var at = database.Time(run.At);
        var inserted = await statements.ExecuteAsync(
            Insert,
            new { run.Id, run.Tenant, run.Namespace, run.Name, run.Version, run.EngineState, run.RequestKey, run.StartedBy, At = at });
        if (inserted == 0)
            return await FindAsync(statements, run);
        await statements.ExecuteAsync(
            "insert into documents (run, key, tenant, json) values (@Id, @Key, @Tenant, @Json)",
            new { run.Id, Key = DocumentKeys.Input, run.Tenant, Json = run.Input.ToArray() });
        var seq = await statements.QueryAsync("insert into run_words (run) values (@Id) returning seq", new { run.Id }, row => row.GetInt64(0));
        await statements.ExecuteAsync(
            "insert into run_text (rowid, words) values (@seq, @words)", new { seq = seq[0], words = InputWords.Of(run.Input.Span) });
        var created = RunCreated.Of(run);
        await statements.ExecuteAsync(
            "insert into history (run, number, tenant, at, type, data) values (@Id, 1, @Tenant, @At, @Type, @Data)",
            new { run.Id, run.Tenant, At = at, created.Type, created.Data });
        await OutboxSql.AddAsync(statements, database, run.Tenant, run.Id, run.Start);
        return new StartedRun(run.Id, Created: true, SameRequest: true);
    }

    private static async Task<StartedRun> FindAsync(Statements statements, NewRun run)
    {
        var found = await statements.QueryAsync(
            EarlierRun.Select,
            new { tenant = run.Tenant, id = run.Id, requestKey = run.RequestKey },
            row => EarlierRun.Compare(
                run, row.GetGuid(0), row.GetString(1), row.GetString(2), row.IsDBNull(3) ? null : row.Bytes(3)));
        return found.Count > 0 ? found[0] : throw EarlierRun.Foreign(run);
    }
}
