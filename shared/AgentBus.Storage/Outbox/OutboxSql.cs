using AgentBus.Storage.Data;
using AgentBus.Storage.Runs;

namespace AgentBus.Storage.Outbox;

/// <summary>How rows enter the outbox outside the group commit.</summary>
internal static class OutboxSql
{
    /// <summary>Of a message that has none. Such a row brings its own headers, so nobody is told this one.</summary>
    private const string NoTenant = "default";

    /// <summary>When a relay may take a row of a write set.</summary>
    public static DateTimeOffset HeldUntil(OutboxRow row, DateTimeOffset committed) =>
        row.Due <= committed && !row.IsOrdered ? committed + IOutboxStore.CommitterHold : row.Due;

    /// <summary>
    /// Adds a row for any relay to publish. A message that is there already is left alone (0 rows); a timer of the same name is replaced.
    /// </summary>
    public static Task<int> AddAsync(Statements statements, Database database, string tenant, Guid? run, OutboxRow row) =>
        AddAsync(statements, database, tenant, [(run, row)]);

    /// <summary>The same for many rows, of each run.</summary>
    public static async Task<int> AddAsync(
        Statements statements, Database database, string tenant, IReadOnlyList<(Guid? Run, OutboxRow Row)> messages)
    {
        var added = await InsertAsync("on conflict (message_id) do nothing", [.. messages.Where(message => message.Row.Timer is null)]);
        return added + await InsertAsync(
            """
            on conflict (run, timer) where timer is not null do update set message_id = excluded.message_id, exchange = excluded.exchange,
              routing_key = excluded.routing_key, type = excluded.type, content_type = excluded.content_type, body = excluded.body,
              due = excluded.due, traceparent = excluded.traceparent, headers = excluded.headers, held_until = excluded.held_until,
              attempts = 0, last_error = null, parked_at = null
            """,
            LastWins.By([.. messages.Where(message => message.Row.Timer is not null)], timer => $"{timer.Run} {timer.Row.Timer}"));

        Task<int> InsertAsync(string onConflict, IReadOnlyList<(Guid? Run, OutboxRow Row)> rows) =>
            rows.Count == 0 ? Task.FromResult(0) : database.WriteRowsAsync(
                statements,
                table => $"""
                    insert into outbox (message_id, tenant, run, exchange, routing_key, type, content_type, body, due, timer, traceparent, headers,
                      held_until)
                    select s.message_id, s.tenant, s.run, s.exchange, s.routing_key, s.type, s.content_type, s.body, s.due, s.timer, s.traceparent,
                      s.headers, s.due
                    from {table} where true {onConflict}
                    """,
                Columns(tenant, rows));
    }

    private static RowColumns Columns(string tenant, IReadOnlyList<(Guid? Run, OutboxRow Row)> rows) => new(rows.Count)
    {
        { "message_id", "uuid", rows.Select(message => message.Row.MessageId) },
        { "tenant", "text", rows.Select(_ => tenant.Length == 0 ? NoTenant : tenant) },
        { "run", "uuid", rows.Select(message => message.Run) },
        { "exchange", "text", rows.Select(message => message.Row.Exchange) },
        { "routing_key", "text", rows.Select(message => message.Row.RoutingKey) },
        { "type", "text", rows.Select(message => message.Row.Type) },
        { "content_type", "text", rows.Select(message => message.Row.ContentType) },
        { "body", "bytea", rows.Select(message => message.Row.Body.ToArray()) },
        { "due", "timestamptz", rows.Select(message => message.Row.Due.ToUniversalTime()) },
        { "timer", "text", rows.Select(message => message.Row.Timer) },
        { "traceparent", "text", rows.Select(message => message.Row.TraceParent) },
        { "headers", "text", rows.Select(message => message.Row.Headers is { } headers ? Values.Headers(headers) : null) },
    };
}
