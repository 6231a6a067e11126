using System.Text.Json;
using AgentBus.Storage.Runs;
using AgentBus.Workflows.Execution;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AgentBus.Storage.Postgres;

/// <summary>The two reads of every step, run and documents, each grouped over the callers that wait.</summary>
internal sealed class PostgresRunReader
{
    /// <summary>A read set of more keys than this, such as a large collection, goes alone: the others shall not wait for it.</summary>
    private const int LargeReadSet = 100;

    private const string Load = """
        select r.id, r.tenant, r.version, r.status, r.namespace, r.name, r.definition_version, r.engine_state
        from unnest($1::uuid[], $2::text[]) s(run, tenant) join runs r on r.id = s.run and r.tenant is not distinct from s.tenant
        """;

    private const string Documents = """
        select s.question, d.key, d.json
        from unnest($1::integer[], $2::uuid[], $3::text[], $4::text[]) s(question, run, tenant, key)
        join documents d on d.run = s.run and d.key = s.key and d.tenant is not distinct from s.tenant
        """;

    private readonly PostgresDatabase _database;
    private readonly GroupReader<RunKey, LoadedRun?> _runs;
    private readonly GroupReader<ReadKeys, RunData> _documents;

    public PostgresRunReader(PostgresDatabase database, IOptions<StoreOptions> options)
    {
        _database = database;
        _runs = new(options.Value.MaxBatch, options.Value.Committers, LoadAsync);
        _documents = new(options.Value.MaxBatch, options.Value.Committers, LoadDocumentsAsync);
    }

    private readonly record struct RunKey(string Tenant, Guid Run);

    private readonly record struct ReadKeys(string Tenant, Guid Run, string[] Keys);

    private readonly record struct Asked(int Question, string Tenant, Guid Run, string Key);

    public Task<LoadedRun?> LoadAsync(string tenant, Guid run, CancellationToken cancellationToken) =>
        _runs.ReadAsync(new RunKey(tenant, run), cancellationToken);

    public async Task<RunData> LoadDocumentsAsync(string tenant, Guid run, ReadSet reads, CancellationToken cancellationToken)
    {
        var asked = new ReadKeys(tenant, run, ReadSetKeys.Of(reads));
        return asked.Keys.Length > LargeReadSet
            ? (await LoadDocumentsAsync([asked]))[0]
            : await _documents.ReadAsync(asked, cancellationToken);
    }

    private async Task<IReadOnlyList<LoadedRun?>> LoadAsync(IReadOnlyList<RunKey> asked)
    {
        var found = new Dictionary<RunKey, LoadedRun>();
        await using var command = _database.Source.CreateCommand(Load);
        command.Parameters.Add(PostgresColumns.Uuid(asked, key => key.Run));
        command.Parameters.Add(PostgresColumns.Text(asked, key => key.Tenant));
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
            found[new RunKey(row.GetString(1), row.GetGuid(0))] = Read(row);
        return [.. asked.Select(key => found.GetValueOrDefault(key))];
    }

    private async Task<IReadOnlyList<RunData>> LoadDocumentsAsync(IReadOnlyList<ReadKeys> asked)
    {
        var keys = asked.SelectMany((set, question) => set.Keys.Select(key => new Asked(question, set.Tenant, set.Run, key))).ToList();
        var found = asked.Select(_ => new Dictionary<string, JsonElement>()).ToList();
        await using var command = _database.Source.CreateCommand(Documents);
        command.Parameters.Add(PostgresColumns.Int(keys, key => key.Question));
        command.Parameters.Add(PostgresColumns.Uuid(keys, key => key.Run));
        command.Parameters.Add(PostgresColumns.Text(keys, key => key.Tenant));
        command.Parameters.Add(PostgresColumns.Text(keys, key => key.Key));
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
            found[row.GetInt32(0)][row.GetString(1)] = JsonElement.Parse(row.GetFieldValue<byte[]>(2));
        return [.. found.Select(documents => new RunData(documents))];
    }

    private static LoadedRun Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetInt64(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6),
        row.GetFieldValue<byte[]>(7));
}
