using System.Data.Common;
using AgentBus.Storage.Data;
using AgentBus.Storage.Queries;
using AgentBus.Storage.Runs;

namespace AgentBus.Storage.Outbox;

/// <summary>The outbox on either database.</summary>
internal sealed class OutboxStore(Database database, IMessageDeleter deleter, ISignalSource signals, TimeProvider time) : IOutboxStore
{
    private const string Columns =
        "tenant, run, message_id, exchange, routing_key, type, content_type, body, due, timer, traceparent, attempts, seq, headers";

    private const int MaxErrorLength = 2048;

    /// <summary>Rows of o that wait for no earlier one.</summary>
    private const string Free = """
        o.parked_at is null and (o.routing_key = '' or not exists (
          select 1 from outbox e where e.run = o.run and e.exchange = o.exchange and e.routing_key <> '' and e.parked_at is null and e.seq < o.seq))
        """;

    /// <summary>Rows of f that follow one of the table first.</summary>
    private const string Following =
        "f.run = first.run and f.exchange = first.exchange and f.seq > first.seq and f.routing_key <> '' and f.parked_at is null";

    public async Task AddAsync(string tenant, Guid? run, IReadOnlyList<OutboxRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
            return;
        await database.WriteAsync(
            async statements =>
            {
                await OutboxSql.AddAsync(statements, database, tenant, [.. rows.Select(row => (run, row))]);
                return rows.Count;
            },
            cancellationToken);
        signals.OutboxChanged();
    }

    public async Task<IReadOnlyList<ClaimedMessage>> ClaimAsync(
        int limit, TimeSpan hold, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rows = await database.WriteAsync(
            statements => statements.QueryAsync(
                ClaimSql(database),
                new { limit, held = database.Time(now + hold), now = database.Time(now) },
                row => (Seq: row.GetInt64(12), Message: Read(row))),
            cancellationToken);

        // Events by their commits alone: the clocks of the processes that made them may differ.
        return rows.OrderBy(row => row.Message.Row.IsOrdered ? DateTimeOffset.MinValue : row.Message.Row.Due).ThenBy(row => row.Seq)
            .Select(row => row.Message).ToList();
    }

    public Task DeleteAsync(IReadOnlyList<Guid> messageIds, CancellationToken cancellationToken) =>
        messageIds.Count == 0 ? Task.CompletedTask : deleter.DeleteAsync(messageIds, cancellationToken);

    public Task FailAsync(Guid messageId, string error, DateTimeOffset? retryAt, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            retryAt is null
                ? "update outbox set attempts = attempts + 1, last_error = @error, parked_at = @now where message_id = @messageId"
                : "update outbox set attempts = attempts + 1, last_error = @error, held_until = @retryAt where message_id = @messageId",
            new
            {
                messageId,
                error = Bounded(error),
                retryAt = database.Time(retryAt),
                now = database.Time(time.GetUtcNow()),
            },
            cancellationToken);

    public Task PostponeAsync(Guid messageId, string error, DateTimeOffset retryAt, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            "update outbox set last_error = @error, held_until = @retryAt where message_id = @messageId",
            new { messageId, error = Bounded(error), retryAt = database.Time(retryAt) },
            cancellationToken);

    public async Task ReleaseHoldsAsync(IReadOnlyList<Guid> messageIds, CancellationToken cancellationToken)
    {
        if (messageIds.Count == 0)
            return;
        var rows = messageIds.Order().Select(messageId => new { messageId }).ToList();
        await database.WriteAsync(
            statements => statements.ExecuteAsync("update outbox set held_until = due where message_id = @messageId and parked_at is null", rows),
            cancellationToken);
        signals.OutboxChanged();
    }

    public Task<IReadOnlyList<ParkedMessage>> ListParkedAsync(
        string tenant, Guid? run, int limit, RunCursor? after, CancellationToken cancellationToken)
    {
        var where = new Conditions("parked_at is not null and tenant = @tenant", new { tenant, limit });
        where.Add("run = @run", "run", run);
        where.Add("(parked_at, message_id) < (@parkedAt, @id)", "parkedAt", database.Time(after?.CreatedAt));
        where.Parameters.Add("id", after?.Id ?? Guid.Empty);
        return database.SearchAsync(
            $"""
            select message_id, run, type, exchange, parked_at, attempts, last_error from outbox
            where {where} order by parked_at desc, message_id desc limit @limit
            """,
            where.Parameters, ReadParked, cancellationToken);
    }

    public async Task<bool> ReleaseAsync(string tenant, Guid messageId, CancellationToken cancellationToken)
    {
        var released = await database.ExecuteAsync(
            """
            update outbox set parked_at = null, attempts = 0, held_until = due
            where message_id = @messageId and tenant = @tenant and parked_at is not null
            """,
            new { messageId, tenant },
            cancellationToken);
        signals.OutboxChanged();
        return released > 0;
    }

    public async Task<bool> DiscardAsync(string tenant, Guid messageId, CancellationToken cancellationToken) =>
        await database.ExecuteAsync(
            "delete from outbox where message_id = @messageId and tenant = @tenant and parked_at is not null", new { messageId, tenant }, cancellationToken) > 0;

    public async Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken) =>
        await database.FirstAsync<DateTimeOffset?>(
            $"select held_until from outbox o where {Free} order by held_until, seq limit 1",
            new { },
            row => row.Time(0),
            cancellationToken);

    public Task ReleaseHoldsAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            "update outbox set held_until = due where held_until > due and due <= @now and parked_at is null",
            new { now = database.Time(now) },
            cancellationToken);

    internal static ParkedMessage ReadParked(DbDataReader row) => new(
        row.GetGuid(0), row.IsDBNull(1) ? null : row.GetGuid(1), row.GetString(2), row.GetString(3), row.Time(4), row.GetInt32(5), row.Text(6));

    private static string Bounded(string error) => error.Length > MaxErrorLength ? error[..MaxErrorLength] : error;

    /// <summary>The oldest rows, and for those that keep an order the ones that follow them.</summary>
    internal static string ClaimSql(Database database)
    {
        var claimed = $"""
            select message_id from first
            union all
            select message_id from (
              select f.message_id from first {database.JoinEach("outbox f", Following, "f.seq limit @limit")}
              where first.routing_key <> '' order by f.seq limit @limit) following
            """;
        return $"""
            with first as (
              select o.message_id, o.run, o.exchange, o.routing_key, o.seq from outbox o where {Free} and o.held_until <= @now
              order by o.held_until, o.seq limit @limit {database.SkipLocked})
            update outbox set held_until = @held where {database.IsOneOf("message_id", claimed)}
            returning {Columns}
            """;
    }

    private static ClaimedMessage Read(DbDataReader row) => new(
        row.GetString(0),
        row.IsDBNull(1) ? null : row.GetGuid(1),
        new OutboxRow(
            row.GetGuid(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6), row.Bytes(7), row.Time(8), row.Text(9),
            row.Text(10), row.Text(13) is { } headers ? Values.Headers(headers) : null),
        row.GetInt32(11));
}
