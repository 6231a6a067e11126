using System.Data.Common;
using AgentBus.Storage.Data;
using AgentBus.Storage.Outbox;
using AgentBus.Storage.Runs;

namespace AgentBus.Storage.Schedules;

/// <summary>Schedules on either database.</summary>
internal sealed class ScheduleStore(Database database, ISignalSource signals) : IScheduleStore
{
    /// <summary>Events kept for one definition at most; beyond it the oldest go, so that a type without its counterpart cannot fill the store.</summary>
    private const int MaxKept = 1_000;

    private const string Mine = "tenant = @Tenant and namespace = @Namespace and name = @Name";

    private const string Lock = """
        insert into schedules (tenant, namespace, name, version, next_due) values (@Tenant, @Namespace, @Name, @Version, null)
        on conflict (tenant, namespace, name) do update set version = schedules.version
        """;

    private const string Insert = """
        insert into schedule_events (tenant, namespace, name, source, event_id, event, received_at)
        values (@Tenant, @Namespace, @Name, @Source, @Id, @Json, @ReceivedAt)
        on conflict (tenant, namespace, name, source, event_id) do nothing
        """;

    public async Task<bool> MoveAsync(ScheduleKey key, DateTimeOffset? from, DateTimeOffset? to, CancellationToken cancellationToken)
    {
        var moved = await database.WriteAsync(
            async statements =>
            {
                var rows = await statements.ExecuteAsync(
                    $"update schedules set next_due = {(to is null ? "null" : "@To")} where {Mine} and version = @Version and next_due {(from is null ? "is null" : "= @From")}",
                    new { key.Tenant, key.Namespace, key.Name, key.Version, From = database.Time(from), To = database.Time(to) });
                if (rows > 0 && to is { } due)
                    await OutboxSql.AddAsync(statements, database, key.Tenant, null, ScheduleMessages.Due(key, due));
                return rows > 0;
            },
            cancellationToken);
        if (moved)
            signals.OutboxChanged();
        return moved;
    }

    public Task<IReadOnlyList<ScheduleRow>> ListAsync(string tenant, CancellationToken cancellationToken) =>
        database.QueryAsync(
            "select namespace, name, version, next_due from schedules where tenant = @tenant order by namespace, name",
            new { tenant },
            row => new ScheduleRow(new ScheduleKey(tenant, row.GetString(0), row.GetString(1), row.GetString(2)), row.TimeOrNull(3)),
            cancellationToken);

    public Task<GatheredRun?> GatherAsync(
        ScheduleKey key, KeptEvent happened, Func<IReadOnlyList<KeptEvent>, IReadOnlyList<int>?> choose, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async statements =>
            {
                await statements.ExecuteAsync(Lock, key);
                var isNew = await statements.ExecuteAsync(
                    Insert,
                    new
                    {
                        key.Tenant, key.Namespace, key.Name, happened.Source, happened.Id, Json = happened.Json.ToArray(),
                        ReceivedAt = database.Time(happened.ReceivedAt),
                    });
                return isNew > 0 ? await ChooseAsync(statements, key, choose) : await EarlierAsync(statements, key, happened);
            },
            cancellationToken);

    private static async Task<GatheredRun?> ChooseAsync(
        Statements statements, ScheduleKey key, Func<IReadOnlyList<KeptEvent>, IReadOnlyList<int>?> choose)
    {
        var kept = await statements.QueryAsync($"select seq, source, event_id, event, received_at from schedule_events where {Mine} and run is null order by seq", key, Read);
        if (choose([.. kept.Select(row => row.Event)]) is { } chosen)
        {
            var events = chosen.Select(index => kept[index]).ToList();
            var run = NaturalId.Of(["gathered", key.Tenant, key.Namespace, key.Name, .. events.SelectMany(row => new[] { row.Event.Source, row.Event.Id })]);
            foreach (var (seq, _) in events)
                await statements.ExecuteAsync("update schedule_events set run = @run where seq = @seq", new { run, seq });
            return new GatheredRun(run, [.. events.Select(row => row.Event)]);
        }

        foreach (var (seq, _) in kept.Take(kept.Count - MaxKept))
            await statements.ExecuteAsync("delete from schedule_events where seq = @seq", new { seq });
        return null;
    }

    private static async Task<GatheredRun?> EarlierAsync(Statements statements, ScheduleKey key, KeptEvent happened)
    {
        var runs = await statements.QueryAsync(
            $"select run from schedule_events where {Mine} and source = @Source and event_id = @Id and run is not null",
            new { key.Tenant, key.Namespace, key.Name, happened.Source, happened.Id },
            row => row.GetGuid(0));
        if (runs is not [var run])
            return null;
        var events = await statements.QueryAsync(
            "select seq, source, event_id, event, received_at from schedule_events where run = @run order by seq", new { run }, Read);
        return new GatheredRun(run, [.. events.Select(row => row.Event)]);
    }

    private static (long Seq, KeptEvent Event) Read(DbDataReader row) =>
        (row.GetInt64(0), new KeptEvent(row.GetString(1), row.GetString(2), row.Bytes(3), row.Time(4)));
}
