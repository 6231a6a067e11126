using AgentBus.Storage.Outbox;
using AgentBus.Storage.Runs;
using AgentBus.Storage.Search;
using AgentBus.Workflows.Execution;
using Npgsql;
using NpgsqlTypes;

namespace AgentBus.Storage.Postgres;

/// <summary>Runs in PostgreSQL; every operation is one round trip.</summary>
internal sealed class PostgresRunStore(PostgresDatabase database, PostgresRunReader reader, ISignalSource signals) : IRunStore
{
    private const string Start = """
        with created as (
          insert into runs (id, tenant, namespace, name, definition_version, version, commit_id, status, engine_state, history_count,
            request_key, started_by, created_at, updated_at)
          values ($1, $2, $3, $4, $5, 1, $1, 'Pending', $6, 1, $7, $8, $9, $9)
          on conflict do nothing returning id, tenant),
        input as (insert into documents (run, key, tenant, json) select id, $10, tenant, $11 from created),
        words as (insert into run_words (run, words) select id, array_to_tsvector(string_to_array($22, ' ')) from created),
        entry as (insert into history (run, number, tenant, at, type, data) select id, 1, tenant, $9, $12, $13 from created),
        message as (
          insert into outbox (message_id, tenant, run, exchange, routing_key, type, content_type, body, due, traceparent, held_until)
          select $14, tenant, id, $15, $16, $17, $18, $19, $20, $21, $20 from created on conflict (message_id) do nothing)
        select count(*) from created
        """;

    public async Task<StartedRun> StartAsync(NewRun run, CancellationToken cancellationToken)
    {
        await using var command = database.Source.CreateCommand(Start);
        AddStart(command.Parameters, run);
        if ((long)(await command.ExecuteScalarAsync(cancellationToken))! == 0)
            return await FindAsync(run, cancellationToken);
        signals.OutboxChanged();
        return new StartedRun(run.Id, Created: true, SameRequest: true);
    }

    public Task<LoadedRun?> LoadAsync(string tenant, Guid run, CancellationToken cancellationToken) =>
        reader.LoadAsync(tenant, run, cancellationToken);

    public Task<RunData> LoadDocumentsAsync(string tenant, Guid run, ReadSet reads, CancellationToken cancellationToken) =>
        reads.IsEmpty ? Task.FromResult(RunData.Empty) : reader.LoadDocumentsAsync(tenant, run, reads, cancellationToken);

    private async Task<StartedRun> FindAsync(NewRun run, CancellationToken cancellationToken)
    {
        var found = await database.FirstAsync(
            EarlierRun.Select,
            new { tenant = run.Tenant, id = run.Id, requestKey = run.RequestKey },
            row => EarlierRun.Compare(
                run, row.GetGuid(0), row.GetString(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetFieldValue<byte[]>(3)),
            cancellationToken);
        return found ?? throw EarlierRun.Foreign(run);
    }

    private static void AddStart(NpgsqlParameterCollection parameters, NewRun run)
    {
        var (created, message) = (RunCreated.Of(run), run.Start);
        Add(NpgsqlDbType.Uuid, run.Id);
        AddTexts(run.Tenant, run.Namespace, run.Name, run.Version);
        Add(NpgsqlDbType.Bytea, run.EngineState);
        AddTexts(run.RequestKey, run.StartedBy);
        Add(NpgsqlDbType.TimestampTz, run.At.ToUniversalTime());
        AddTexts(DocumentKeys.Input);
        Add(NpgsqlDbType.Bytea, run.Input);
        AddTexts(created.Type, created.Data);
        Add(NpgsqlDbType.Uuid, message.MessageId);
        AddTexts(message.Exchange, message.RoutingKey, message.Type, message.ContentType);
        Add(NpgsqlDbType.Bytea, message.Body);
        Add(NpgsqlDbType.TimestampTz, message.Due.ToUniversalTime());
        AddTexts(message.TraceParent, InputWords.Of(run.Input.Span));

        void Add<T>(NpgsqlDbType type, T value) => parameters.Add(new NpgsqlParameter<T> { TypedValue = value, NpgsqlDbType = type });

        void AddTexts(params ReadOnlySpan<string?> texts)
        {
            foreach (var text in texts)
                parameters.Add(new NpgsqlParameter { Value = text ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        }
    }
}
