using AgentBus.Chaos.Houses;
using AgentBus.Contracts;

namespace AgentBus.Chaos.Inspection;

/// <summary>Where failed messages may lie, counted at the source.</summary>
internal static class FailedMessages
{
    /// <summary>Whether failed messages rest in this queue.</summary>
    public static bool IsPlace(string queue) =>
        queue == Queues.DeadLetters || queue.EndsWith("_error", StringComparison.Ordinal) || queue.EndsWith("_skipped", StringComparison.Ordinal);

    /// <summary>Ids of all failed messages, each with every place it was found in.</summary>
    public static async Task<ILookup<string, string>> FindAsync(House house, CancellationToken cancellationToken)
    {
        List<(string Id, string Place)> found = [];
        foreach (var (queue, messages) in await house.Bus.QueuesAsync())
        {
            if (messages > 0 && IsPlace(queue))
            {
                found.AddRange((await house.Bus.IdsAsync(queue, cancellationToken)).Select(id => (id, queue)));
            }
        }

        found.AddRange(await house.Store.ListAsync(
            "select message_id::text from outbox where parked_at is not null", row => (row.GetString(0), "outbox, parked"), cancellationToken));
        if (await house.Store.CountAsync("select count(*) from pg_tables where tablename = 'dead_letters' and schemaname = current_schema()", cancellationToken) > 0)
        {
            found.AddRange(await house.Store.ListAsync(
                "select message_id::text, queue from dead_letters", row => (row.GetString(0), $"dead_letters of {row.GetString(1)}"), cancellationToken));
        }

        return found.ToLookup(one => one.Id, one => one.Place, StringComparer.OrdinalIgnoreCase);
    }
}
