using AgentBus.Chaos.Houses;
using AgentBus.Contracts;

namespace AgentBus.Chaos.Inspection;

/// <summary>Where failed messages may lie, counted at the source.</summary>
internal static class FailedMessages
{
    /// <summary>Whether failed messages rest in this queue. From that of dead letters they go on to the store.</summary>
    public static bool IsPlace(string queue) =>
        queue.EndsWith("_error", StringComparison.Ordinal) || queue.EndsWith("_skipped", StringComparison.Ordinal);

    /// <summary>Ids of all failed messages, each with every place it was found in.</summary>
    public static async Task<ILookup<string, string>> FindAsync(House house, CancellationToken cancellationToken)
    {
        List<(string Id, string Place)> found = [];
        foreach (var (queue, messages) in await house.Bus.QueuesAsync())
        {
            if (messages > 0 && (IsPlace(queue) || queue == Queues.DeadLetters))
            {
                found.AddRange((await house.Bus.IdsAsync(queue, cancellationToken)).Select(id => (id, queue)));
            }
        }

        found.AddRange(await house.Store.ListAsync(
            "select message_id::text from outbox where parked_at is not null", row => (row.GetString(0), "outbox, parked"), cancellationToken));
        found.AddRange(await house.Store.ListAsync(
            "select message_id, queue from dead_letters", row => (row.GetString(0), $"dead_letters of {row.GetString(1)}"), cancellationToken));
        return found.ToLookup(one => one.Id, one => one.Place, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>
    /// What lay beside a message whose consumer died too often: dispatches, whose runs went on with their failure policy, and messages that were sent
    /// again by themselves. Like any other they must be found once. Returns how many.
    /// </summary>
    public static async Task<int> GivenUpAsync(House house, CancellationToken cancellationToken)
    {
        var given = await house.Store.ListAsync(
            "select message_id, queue from dead_letters where reason = 'delivery_limit' and (type = 'DispatchAttempt' or state = 'replayed')",
            row => (Id: row.GetString(0), Queue: row.GetString(1)), cancellationToken);
        foreach (var (id, queue) in given)
        {
            house.Ledger.Poisoned(id, queue);
        }

        return given.Count;
    }
}
