using AgentBus.Storage.Data;

namespace AgentBus.Storage.Retention;

/// <summary>Retention on either database: every batch is one transaction. Rows are found by their keys, so a batch costs what it deletes.</summary>
internal sealed class RetentionStore(Database database) : IRetention
{
    /// <summary>A tree may be large, so few are looked through in one transaction.</summary>
    private const int TreesAtOnce = 10;

    /// <summary>
    /// Rows of a run. Of the outbox those that would stay: its timers, and what is parked; the rest is about to be published. Each condition is that of an
    /// index.
    /// </summary>
    private static readonly string[] RowsOfRun =
    [
        "documents where", "steps where", "history where", "approvals where", "subscriptions where", "leases where", "inbox where", "run_words where",
        "schedule_events where", "outbox where timer is not null and", "outbox where parked_at is not null and",
    ];

    public Task<DeletedRuns> DeleteRunsAsync(
        DateTimeOffset endedBefore, RetentionCursor after, int limit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async statements =>
            {
                var roots = await RootsAsync(statements, endedBefore, after, limit);
                if (roots.Count == 0)
                    return new DeletedRuns(0, null);
                List<Root> alone = [.. roots.TakeWhile(root => !root.IsParent)];
                if (alone.Count > 0)
                {
                    await DeleteAsync(statements, [.. alone.Select(root => root.Place.Run)]);
                    return new DeletedRuns(alone.Count, alone.Count == roots.Count && roots.Count < limit ? null : alone[^1].Place);
                }

                List<Root> trees = [.. roots.TakeWhile(root => root.IsParent).Take(TreesAtOnce)];
                var runs = await TreesAsync(statements, [.. trees.Select(root => root.Place.Run)], endedBefore, limit);
                await DeleteAsync(statements, runs);
                return new DeletedRuns(runs.Count, runs.Count == limit ? after : trees[^1].Place);
            },
            cancellationToken);

    public async Task<int> ForgetRepetitionsAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        var parameters = new { before = database.Time(before), limit };
        var messages = await database.ExecuteAsync(
            $"""
            delete from inbox where (run, message_id) in
              (select run, message_id from inbox where at < @before order by at limit @limit {database.SkipLocked})
            """,
            parameters,
            cancellationToken);
        var events = await database.ExecuteAsync(
            $"""
            delete from schedule_events where (tenant, namespace, name, source, event_id) in
              (select tenant, namespace, name, source, event_id from schedule_events where run is not null and received_at < @before
               order by received_at limit @limit {database.SkipLocked})
            """,
            parameters,
            cancellationToken);
        return Math.Max(messages, events);
    }

    /// <summary>The next runs without a parent. They stay locked: another process takes other trees, and a run that is being changed is left for later.</summary>
    private Task<IReadOnlyList<Root>> RootsAsync(Statements statements, DateTimeOffset endedBefore, RetentionCursor after, int limit) =>
        statements.QueryAsync(
            $"""
            select ended_at, id, exists (select 1 from runs c where c.parent = runs.id) from runs
            where parent is null and ended_at < @before and (ended_at, id) > (@endedAt, @run)
            order by ended_at, id limit @limit {database.SkipLocked}
            """,
            new { before = database.Time(endedBefore), endedAt = database.Time(after.EndedAt), run = after.Run, limit },
            row => new Root(new RetentionCursor(row.Time(0), row.GetGuid(1)), row.GetBoolean(2)));

    /// <summary>What may go of these trees, the deepest first, so that no child is ever without its parent.</summary>
    private Task<IReadOnlyList<Guid>> TreesAsync(Statements statements, IReadOnlyList<Guid> roots, DateTimeOffset endedBefore, int limit) =>
        statements.QueryAsync(
            $"""
            with recursive tree (id, root, depth, is_old) as (
              select i.id, i.id, 0, true from {database.Ids("@roots")} i
              union all
              select c.id, t.root, t.depth + 1, coalesce(c.ended_at < @before, false) from tree t join runs c on c.parent = t.id)
            select t.id from tree t where t.root not in (select young.root from tree young where not young.is_old)
            order by t.depth desc, t.id limit @limit
            """,
            new { roots = database.IdList(roots), before = database.Time(endedBefore), limit },
            row => row.GetGuid(0));

    private async Task DeleteAsync(Statements statements, IReadOnlyList<Guid> runs)
    {
        if (runs.Count == 0)
            return;
        var gone = new { runs = database.IdList(runs) };
        var ids = $"select i.id from {database.Ids("@runs")} i";
        foreach (var rows in RowsOfRun)
            await statements.ExecuteAsync($"delete from {rows} {database.IsOneOf("run", ids)}", gone);
        await statements.ExecuteAsync($"delete from runs where {database.IsOneOf("id", ids)}", gone);
    }

    private readonly record struct Root(RetentionCursor Place, bool IsParent);
}
