using AgentBus.Storage.Runs;

namespace AgentBus.Storage.Subscriptions;

/// <summary>Runs that wait for events. The rows are written with the runs, by <see cref="WriteSet"/>.</summary>
public interface ISubscriptionStore
{
    /// <summary>
    /// Adds a message for each run that has a step waiting for this type, or for every type. Messages already there are left alone. Returns how many
    /// runs that are.
    /// </summary>
    Task<int> DeliverAsync(string tenant, string eventType, Func<Guid, OutboxRow> message, CancellationToken cancellationToken);

    /// <summary>What the open steps of one run wait for.</summary>
    Task<IReadOnlyList<SubscriptionRow>> OfRunAsync(string tenant, Guid run, CancellationToken cancellationToken);
}
