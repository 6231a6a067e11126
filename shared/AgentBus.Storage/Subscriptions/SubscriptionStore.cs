using AgentBus.Storage.Data;
using AgentBus.Storage.Outbox;
using AgentBus.Storage.Runs;

namespace AgentBus.Storage.Subscriptions;

/// <summary>Subscriptions on either database.</summary>
internal sealed class SubscriptionStore(Database database, ISignalSource signals) : ISubscriptionStore
{
    private readonly SharedReads<(string Tenant, string EventType), IReadOnlyList<Guid>> _waiting = new(
        asked => database.QueryAsync(
            "select distinct run from subscriptions where tenant = @tenant and (event_type = @eventType or event_type is null) order by run",
            new { tenant = asked.Tenant, eventType = asked.EventType },
            row => row.GetGuid(0),
            CancellationToken.None));

    public async Task<int> DeliverAsync(
        string tenant, string eventType, Func<Guid, OutboxRow> message, CancellationToken cancellationToken)
    {
        var runs = await _waiting.ReadAsync((tenant, eventType), cancellationToken);
        if (runs.Count == 0)
            return 0;
        await database.WriteAsync(
            async statements =>
            {
                await OutboxSql.AddAsync(statements, database, tenant, [.. runs.Select(run => ((Guid?)run, message(run)))]);
                return runs.Count;
            },
            cancellationToken);
        signals.OutboxChanged();
        return runs.Count;
    }

    public Task<IReadOnlyList<SubscriptionRow>> OfRunAsync(string tenant, Guid run, CancellationToken cancellationToken) =>
        database.QueryAsync(
            "select step, event_type from subscriptions where tenant = @tenant and run = @run order by step, event_type",
            new { tenant, run },
            row => new SubscriptionRow(row.GetString(0), row.Text(1)),
            cancellationToken);
}
