using System.Data.Common;
using AgentBus.Contracts;
using AgentBus.Storage.Data;
using AgentBus.Storage.Outbox;
using AgentBus.Storage.Queries;
using AgentBus.Storage.Runs;

namespace AgentBus.Storage.DeadLetters;

/// <summary>Dead letters on either database.</summary>
internal sealed class DeadLetterStore(Database database, ISignalSource signals, TimeProvider time) : IDeadLetterStore
{
    public async Task<bool> AddAsync(DeadLetterRow letter, IReadOnlyList<OutboxRow> messages, CancellationToken cancellationToken)
    {
        var isNew = await database.WriteAsync(
            async statements =>
            {
                if (await statements.ExecuteAsync(DeadLetterSql.Add, Parameters(letter)) == 0)
                    return false;
                foreach (var message in messages)
                    await OutboxSql.AddAsync(statements, database, letter.Tenant, letter.Run, message);
                return true;
            },
            cancellationToken);
        if (isNew && messages.Count > 0)
            signals.OutboxChanged();
        return isNew;
    }

    public Task<IReadOnlyList<DeadLetterView>> ListAsync(
        DeadLetterScope scope, DeadLetterFilter filter, int limit, RunCursor? after, CancellationToken cancellationToken)
    {
        var where = new Conditions("tenant in (@tenant, @other)", new { tenant = scope.Tenant, other = Other(scope), limit });
        where.Add("state = @state", "state", filter.State);
        where.Add("queue = @queue", "queue", filter.Queue);
        where.Add("type = @type", "type", filter.Type);
        where.Add("run = @run", "run", filter.Run);
        where.Add("reason = @reason", "reason", filter.Reason);
        where.Add("opened_at >= @since", "since", database.Time(filter.Since));
        where.Add("opened_at <= @until", "until", database.Time(filter.Until));
        where.Add("(opened_at, id) < (@openedAt, @id)", "openedAt", database.Time(after?.CreatedAt));
        where.Parameters.Add("id", after?.Id ?? Guid.Empty);
        return database.SearchAsync(
            $"select {DeadLetterSql.View} from dead_letters where {where} order by opened_at desc, id desc limit @limit", where.Parameters, ReadView,
            cancellationToken);
    }

    public async Task<DeadLetterDetails?> GetAsync(DeadLetterScope scope, Guid id, CancellationToken cancellationToken)
    {
        var found = await database.FirstAsync(
            $"select {DeadLetterSql.View}, content_type, headers, body, stack from dead_letters where id = @id and tenant in (@tenant, @other)",
            new { id, tenant = scope.Tenant, other = Other(scope) },
            row => new DeadLetterDetails(ReadView(row), row.Text(17), Values.Headers(row.GetString(18)), row.Bytes(19), row.Text(20), []),
            cancellationToken);
        return found is null ? null : found with
        {
            Actions = await database.QueryAsync(
                DeadLetterSql.Actions,
                new { id },
                row => new DeadLetterAction(row.Time(0), row.GetString(1), row.GetString(2), row.Text(3), row.IsDBNull(4) ? null : row.GetGuid(4)),
                cancellationToken),
        };
    }

    public async Task<ReplayOutcome> ReplayAsync(
        DeadLetterScope scope, Guid id, DeadLetterAct act, Guid? newMessageId, CancellationToken cancellationToken)
    {
        try
        {
            await database.WriteAsync(
                async statements =>
                {
                    var letter = await statements.QueryAsync(
                        DeadLetterSql.Replay, new { id, tenant = scope.Tenant, other = Other(scope), at = database.Time(act.At) }, Replay.Read)
                        is [var open] ? open : throw new NotReplayedException(ReplayOutcome.NotOpen);
                    if (!letter.IsWhole)
                        throw new NotReplayedException(ReplayOutcome.Incomplete);
                    var message = letter.Message(id, newMessageId, act.At);
                    if (await OutboxSql.AddAsync(statements, database, letter.Tenant, letter.Run, message) == 0)
                        throw new NotReplayedException(ReplayOutcome.StillSending);
                    return await NoteAsync(statements, id, "replayed", act, message.MessageId);
                },
                cancellationToken);
        }
        catch (NotReplayedException e)
        {
            return e.Outcome;
        }

        signals.OutboxChanged();
        return ReplayOutcome.Replayed;
    }

    public Task<bool> DiscardAsync(DeadLetterScope scope, Guid id, DeadLetterAct act, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async statements => await statements.ExecuteAsync(
                DeadLetterSql.Discard, new { id, tenant = scope.Tenant, other = Other(scope), at = database.Time(act.At) }) > 0
                && await NoteAsync(statements, id, "discarded", act, null) > 0,
            cancellationToken);

    public Task<int> CloseEndedAsync(DeadLetterAct act, int limit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async statements =>
            {
                var closed = await statements.QueryAsync(
                    DeadLetterSql.CloseEnded, new { type = nameof(DispatchAttempt), at = database.Time(act.At), limit }, row => row.GetGuid(0));
                foreach (var id in closed)
                    await NoteAsync(statements, id, "discarded", act, null);
                return closed.Count;
            },
            cancellationToken);

    public async Task<IReadOnlyDictionary<string, long>> CountOpenAsync(CancellationToken cancellationToken)
    {
        var counts = await database.SearchAsync(
            "select queue, count(*) from dead_letters where state = 'open' group by queue", new { }, row => (Queue: row.GetString(0), Count: row.GetInt64(1)),
            cancellationToken);
        return counts.ToDictionary(count => count.Queue, count => count.Count);
    }

    public Task<int> SweepAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        database.ExecuteAsync(DeadLetterSql.Sweep, new { before = database.Time(before), limit }, cancellationToken);

    private static string Other(DeadLetterScope scope) => scope.Unknown ? "" : scope.Tenant;

    private Task<int> NoteAsync(Statements statements, Guid id, string action, DeadLetterAct act, Guid? messageId) =>
        statements.ExecuteAsync(
            DeadLetterSql.Note, new { id, at = database.Time(act.At), action, by = act.By, reason = act.Reason?.Replace('\0', '\uFFFD'), messageId });

    private object Parameters(DeadLetterRow letter) => new
    {
        letter.Id, letter.Tenant, letter.Queue, letter.MessageId, letter.Type, letter.Run, letter.ContentType, Headers = Values.Headers(letter.Headers),
        Body = letter.Body.ToArray(), letter.BodyBytes, letter.Reason, letter.Exception, letter.Error, letter.Stack, letter.Deliveries, letter.HoldsRun,
        FailedAt = database.Time(letter.FailedAt), OpenedAt = database.Time(time.GetUtcNow()), letter.Replays,
    };

    private static DeadLetterView ReadView(DbDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), row.Text(4), row.IsDBNull(5) ? null : row.GetGuid(5), row.GetString(6),
        row.Text(7), row.Text(8), row.GetInt32(9), row.GetBoolean(10), row.GetInt64(11), row.Time(12), row.Time(13), row.GetString(14), row.GetInt32(15),
        row.TimeOrNull(16));

    /// <summary>Rolls the replay back.</summary>
    private sealed class NotReplayedException(ReplayOutcome outcome) : Exception
    {
        public ReplayOutcome Outcome => outcome;
    }
}
