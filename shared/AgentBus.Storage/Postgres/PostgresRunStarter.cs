using System.Runtime.ExceptionServices;
using AgentBus.Storage.Runs;
using AgentBus.Storage.Search;
using AgentBus.Workflows.Execution;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AgentBus.Storage.Postgres;

/// <summary>
/// Starts that come at once go as one statement, with one wait for the disk. Rows are written in the order of what can be there already, request keys and
/// ids, so that two processes with the same starts wait for each other in one order.
/// </summary>
internal sealed class PostgresRunStarter
{
    private const string Start = $"""
        with s as (
          select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bytea[], $7::text[], $8::text[], $9::timestamptz[],
            $10::bytea[], $11::text[], $12::text[], $13::text[], $14::uuid[], $15::text[], $16::text[], $17::text[], $18::text[], $19::bytea[],
            $20::timestamptz[], $21::text[])
            s(id, tenant, namespace, name, version, engine_state, request_key, started_by, at, input, words, entry_type, entry, message_id, exchange,
              routing_key, type, content_type, body, due, traceparent)),
        created as (
          insert into runs (id, tenant, namespace, name, definition_version, version, commit_id, status, engine_state, history_count,
            request_key, started_by, created_at, updated_at)
          select id, tenant, namespace, name, version, 1, id, 'Pending', engine_state, 1, request_key, started_by, at, at from s
          on conflict do nothing returning id),
        inputs as (
          insert into documents (run, key, tenant, json) select id, '{DocumentKeys.Input}', tenant, input from s join created using (id)),
        found_by as (
          insert into run_words (run, words) select id, array_to_tsvector(string_to_array(words, ' ')) from s join created using (id)),
        entries as (
          insert into history (run, number, tenant, at, type, data) select id, 1, tenant, at, entry_type, entry from s join created using (id)),
        messages as (
          insert into outbox (message_id, tenant, run, exchange, routing_key, type, content_type, body, due, traceparent, held_until)
          select message_id, tenant, id, exchange, routing_key, type, content_type, body, due, traceparent, due from s join created using (id)
          on conflict (message_id) do nothing)
        select id from created
        """;

    private readonly PostgresDatabase _database;
    private readonly GroupReader<NewRun, Answer> _starts;

    public PostgresRunStarter(PostgresDatabase database, IOptions<StoreOptions> options)
    {
        _database = database;
        _starts = new(options.Value.MaxBatch, options.Value.Committers, StartAsync);
    }

    private readonly record struct Answer(bool Created, Exception? Failure = null);

    /// <summary>False = a run of this id or request key was there; nothing was written.</summary>
    public async Task<bool> StartAsync(NewRun run, CancellationToken cancellationToken)
    {
        var answer = await _starts.ReadAsync(run, cancellationToken);
        if (answer.Failure is { } failure)
            ExceptionDispatchInfo.Throw(failure);
        return answer.Created;
    }

    private async Task<IReadOnlyList<Answer>> StartAsync(IReadOnlyList<NewRun> asked)
    {
        try
        {
            var created = await WriteAsync([.. asked.DistinctBy(run => run.Id)
                .OrderBy(run => run.Tenant, StringComparer.Ordinal).ThenBy(run => run.RequestKey, StringComparer.Ordinal).ThenBy(run => run.Id)]);
            return [.. asked.Select(run => new Answer(created.Remove(run.Id)))];
        }
        catch (PostgresException) when (asked.Count > 1)
        {
            // One bad start must not fail its neighbours; nothing was written, so each is tried on its own.
            return [.. await Task.WhenAll(asked.Select(StartAloneAsync))];
        }
    }

    private async Task<Answer> StartAloneAsync(NewRun run)
    {
        try
        {
            return (await StartAsync([run]))[0];
        }
        catch (NpgsqlException error)
        {
            return new Answer(false, error);
        }
    }

    /// <summary>The ids of the runs that were not there.</summary>
    private async Task<HashSet<Guid>> WriteAsync(IReadOnlyList<NewRun> runs)
    {
        await using var command = _database.Source.CreateCommand(Start);
        AddTo(command.Parameters, runs);
        var created = new HashSet<Guid>();
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
            created.Add(row.GetGuid(0));
        return created;
    }

    private static void AddTo(NpgsqlParameterCollection parameters, IReadOnlyList<NewRun> runs)
    {
        parameters.AddRange(
            new[]
            {
                PostgresColumns.Uuid(runs, run => run.Id),
                PostgresColumns.Text(runs, run => run.Tenant),
                PostgresColumns.Text(runs, run => run.Namespace),
                PostgresColumns.Text(runs, run => run.Name),
                PostgresColumns.Text(runs, run => run.Version),
                PostgresColumns.Bytes(runs, run => run.EngineState),
                PostgresColumns.Text(runs, run => run.RequestKey),
                PostgresColumns.Text(runs, run => run.StartedBy),
                PostgresColumns.Time(runs, run => run.At),
                PostgresColumns.Bytes(runs, run => run.Input),
                PostgresColumns.Text(runs, run => InputWords.Of(run.Input.Span)),
                PostgresColumns.Text(runs, run => RunCreated.Of(run).Type),
                PostgresColumns.Json(runs, run => RunCreated.Of(run).Data),
                PostgresColumns.Uuid(runs, run => run.Start.MessageId),
                PostgresColumns.Text(runs, run => run.Start.Exchange),
                PostgresColumns.Text(runs, run => run.Start.RoutingKey),
                PostgresColumns.Text(runs, run => run.Start.Type),
                PostgresColumns.Text(runs, run => run.Start.ContentType),
                PostgresColumns.Bytes(runs, run => run.Start.Body),
                PostgresColumns.Time(runs, run => run.Start.Due),
                PostgresColumns.Text(runs, run => run.Start.TraceParent),
            });
    }
}
