using System.Collections.Concurrent;
using System.Data.Common;
using AgentBus.Storage.Data;
using AgentBus.Storage.Runs;
using Microsoft.Extensions.Logging;

namespace AgentBus.Storage.Schedules;

/// <summary>
/// Events that a definition gathers. What is kept is read, the caller decides (an author's expression, so it may take long: nothing is locked in the store
/// meanwhile), and the decision is written if the events kept are the same still.
/// </summary>
internal sealed class EventGatherer(Database database, ILogger logger)
{
    /// <summary>Events kept for one definition at most; beyond it the oldest go, so that a type without its counterpart cannot fill the store.</summary>
    private const int MaxKept = 1_000;

    private const string Mine = "tenant = @Tenant and namespace = @Namespace and name = @Name";
    private const string Columns = "seq, source, event_id, event, received_at";

    private const string Lock = """
        insert into schedules (tenant, namespace, name, version, next_due) values (@Tenant, @Namespace, @Name, @Version, null)
        on conflict (tenant, namespace, name) do update set version = schedules.version
        """;

    private const string Insert = """
        insert into schedule_events (tenant, namespace, name, source, event_id, event, received_at, run)
        values (@Tenant, @Namespace, @Name, @Source, @Id, @Json, @ReceivedAt, @run)
        on conflict (tenant, namespace, name, source, event_id) do nothing
        """;

    // Two decisions at once would make one stale for nothing; one entry for each definition that gathers.
    private readonly ConcurrentDictionary<(string Tenant, string Namespace, string Name), SemaphoreSlim> _turns = new();

    public async Task<GatheredRun?> GatherAsync(
        ScheduleKey key, KeptEvent happened, Func<IReadOnlyList<KeptEvent>, GatherDecision> decide, CancellationToken cancellationToken)
    {
        var turn = _turns.GetOrAdd((key.Tenant, key.Namespace, key.Name), _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(cancellationToken);
        try
        {
            while (true)
            {
                if (await TryGatherAsync(key, happened, decide, cancellationToken) is { IsDone: true } done)
                    return done.Run;
            }
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Not done = another process was faster, so that the decision is to be made again.</summary>
    private async Task<(bool IsDone, GatheredRun? Run)> TryGatherAsync(
        ScheduleKey key, KeptEvent happened, Func<IReadOnlyList<KeptEvent>, GatherDecision> decide, CancellationToken cancellationToken)
    {
        var seen = await database.QueryAsync(
            $"select run from schedule_events where {Mine} and source = @Source and event_id = @Id",
            new { key.Tenant, key.Namespace, key.Name, happened.Source, happened.Id },
            row => row.IsDBNull(0) ? (Guid?)null : row.GetGuid(0),
            cancellationToken);
        if (seen.Count > 0)
            return (true, seen[0] is { } run ? await OfRunAsync(run, cancellationToken) : null);

        var kept = await database.QueryAsync($"select {Columns} from schedule_events where {Mine} and run is null order by seq", key, Read, cancellationToken);
        IReadOnlyList<KeptEvent> events = [.. kept.Select(row => row.Event), happened];
        var decision = decide(events);
        if (decision is GatherDecision.Refuse)
            return (true, null);

        var started = (decision as GatherDecision.Start)?.Events;
        var gathered = started is null ? null : new GatheredRun(Guid.CreateVersion7(happened.ReceivedAt), [.. started.Select(index => events[index])]);
        var isWritten = await database.WriteAsync(
            statements => WriteAsync(statements, key, [.. kept.Select(row => row.Seq)], happened, started, gathered?.Run), cancellationToken);
        return (isWritten, gathered);
    }

    private async Task<bool> WriteAsync(
        Statements statements, ScheduleKey key, IReadOnlyList<long> kept, KeptEvent happened, IReadOnlyList<int>? started, Guid? run)
    {
        await statements.ExecuteAsync(Lock, key);

        // Numbers are given under the lock, and an event that left never comes back: with the same count and the same last one, all are the same.
        var now = await statements.QueryAsync(
            $"select count(*), coalesce(max(seq), 0) from schedule_events where {Mine} and run is null", key, row => (row.GetInt64(0), row.GetInt64(1)));
        if (now[0] != (kept.Count, kept.Count == 0 ? 0 : kept[^1]))
            return false;

        var isNew = await statements.ExecuteAsync(
            Insert,
            new
            {
                key.Tenant, key.Namespace, key.Name, happened.Source, happened.Id, Json = happened.Json.ToArray(),
                ReceivedAt = database.Time(happened.ReceivedAt), run = started?.Contains(kept.Count) == true ? run : null,
            });
        if (isNew == 0)
            return false;

        foreach (var index in (started ?? []).Where(index => index < kept.Count))
            await statements.ExecuteAsync("update schedule_events set run = @run where seq = @seq", new { run, seq = kept[index] });
        if (started is null && kept.Count >= MaxKept)
            await DropAsync(statements, key, [.. kept.Take(kept.Count + 1 - MaxKept)], kept.Count + 1);
        return true;
    }

    private async Task DropAsync(Statements statements, ScheduleKey key, IReadOnlyList<long> oldest, int kept)
    {
        foreach (var seq in oldest)
            await statements.ExecuteAsync("delete from schedule_events where seq = @seq", new { seq });
        Log.KeptEventsDropped(logger, $"{key.Namespace}/{key.Name}@{key.Version}", key.Tenant, kept, oldest.Count);
    }

    private async Task<GatheredRun> OfRunAsync(Guid run, CancellationToken cancellationToken)
    {
        var events = await database.QueryAsync($"select {Columns} from schedule_events where run = @run order by seq", new { run }, Read, cancellationToken);
        return new GatheredRun(run, [.. events.Select(row => row.Event)]);
    }

    private static (long Seq, KeptEvent Event) Read(DbDataReader row) =>
        (row.GetInt64(0), new KeptEvent(row.GetString(1), row.GetString(2), row.Bytes(3), row.Time(4)));
}
