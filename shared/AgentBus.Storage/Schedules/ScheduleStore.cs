using AgentBus.Storage.Data;
using AgentBus.Storage.Outbox;
using Microsoft.Extensions.Logging;

namespace AgentBus.Storage.Schedules;

/// <summary>Schedules on either database.</summary>
internal sealed class ScheduleStore(Database database, ISignalSource signals, ILogger<ScheduleStore> logger) : IScheduleStore
{
    private readonly EventGatherer _gatherer = new(database, logger);

    private const string Mine = "tenant = @Tenant and namespace = @Namespace and name = @Name";

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
        ScheduleKey key, KeptEvent happened, Func<IReadOnlyList<KeptEvent>, GatherDecision> decide, CancellationToken cancellationToken) =>
        _gatherer.GatherAsync(key, happened, decide, cancellationToken);
}
