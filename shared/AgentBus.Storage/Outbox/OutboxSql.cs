using AgentBus.Storage.Data;
using AgentBus.Storage.Runs;

namespace AgentBus.Storage.Outbox;

/// <summary>How rows enter the outbox outside the group commit.</summary>
internal static class OutboxSql
{
    /// <summary>How long rows due at their commit are left to the process that committed them, which publishes them from memory.</summary>
    public static readonly TimeSpan CommitterHold = TimeSpan.FromSeconds(15);

    private const string Insert = """
        insert into outbox (message_id, tenant, run, exchange, routing_key, type, content_type, body, due, timer, traceparent, held_until)
        values (@MessageId, @Tenant, @Run, @Exchange, @RoutingKey, @Type, @ContentType, @Body, @Due, @Timer, @TraceParent, @Due)
        """;

    private const string Message = $"{Insert} on conflict (message_id) do nothing";

    private const string Timer = $"""
        {Insert}
        on conflict (run, timer) where timer is not null do update set message_id = excluded.message_id, exchange = excluded.exchange,
          routing_key = excluded.routing_key, type = excluded.type, content_type = excluded.content_type, body = excluded.body,
          due = excluded.due, traceparent = excluded.traceparent, held_until = excluded.held_until, attempts = 0, last_error = null,
          parked_at = null
        """;

    /// <summary>When a relay may take a row of a write set.</summary>
    public static DateTimeOffset HeldUntil(OutboxRow row, DateTimeOffset committed) =>
        row.Due <= committed ? committed + CommitterHold : row.Due;

    /// <summary>Adds a row for any relay to publish. A message that is there already is left alone; a timer of the same name is replaced.</summary>
    public static Task AddAsync(Statements statements, Database database, string tenant, Guid? run, OutboxRow row) =>
        statements.ExecuteAsync(
            row.Timer is null ? Message : Timer,
            new
            {
                row.MessageId,
                Tenant = tenant,
                Run = run,
                row.Exchange,
                row.RoutingKey,
                row.Type,
                row.ContentType,
                Body = row.Body.ToArray(),
                Due = database.Time(row.Due),
                row.Timer,
                row.TraceParent,
            });
}
