using System.Diagnostics;
using AgentBus.Chaos.Houses;
using AgentBus.Contracts;
using Npgsql;

namespace AgentBus.Chaos.Inspection;

/// <summary>Waits until a house has nothing more to do.</summary>
internal static class Quiescence
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    // The outbox without what has a later time by right: nothing here, since all runs are over.
    private const string Left = """
        select (select count(*) from outbox where parked_at is null), (select count(*) from leases)
        """;

    /// <summary>Waits until all runs are over, or none ended and nothing was written for <paramref name="patience"/>. Then until rows and queues are empty.</summary>
    public static async Task AwaitAsync(House house, TimeSpan patience, CancellationToken cancellationToken)
    {
        var (seen, since) = (-1L, Stopwatch.StartNew());
        while (since.Elapsed < patience)
        {
            var (open, pulse) = await PulseAsync(house, cancellationToken);
            if (open == 0)
            {
                break;
            }

            if (pulse != seen)
            {
                (seen, since) = (pulse, Stopwatch.StartNew());
            }

            await Task.Delay(Look, TimeProvider.System, cancellationToken);
        }

        await EmptyAsync(house, patience, cancellationToken);
    }

    /// <summary>Whether nothing may rest in this queue. Failed messages do in theirs, and living workers send their heartbeats all the time.</summary>
    public static bool MustBeEmpty(string queue) => queue != Queues.Registry && !FailedMessages.IsPlace(queue);

    // Versions of runs only grow, so their sum stands still when nothing happens.
    private static async Task<(long Open, long Pulse)> PulseAsync(House house, CancellationToken cancellationToken)
    {
        try
        {
            var rows = await house.Store.ListAsync(
                "select count(*) filter (where ended_at is null), count(*), coalesce(sum(version), 0)::bigint from runs",
                row => (Open: row.GetInt64(0), All: row.GetInt64(1), Versions: row.GetInt64(2)), cancellationToken);
            var missing = Math.Max(0, house.Ledger.Runs.Count - rows[0].All);
            return (rows[0].Open + missing, rows[0].Versions);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return (1, -1);
        }
    }

    private static async Task EmptyAsync(House house, TimeSpan patience, CancellationToken cancellationToken)
    {
        for (var since = Stopwatch.StartNew(); since.Elapsed < patience;)
        {
            var rows = await house.Store.ListAsync(Left, row => row.GetInt64(0) + row.GetInt64(1), cancellationToken);
            if (rows[0] == 0 && !(await house.Bus.QueuesAsync()).Any(queue => queue.Value > 0 && MustBeEmpty(queue.Key)))
            {
                return;
            }

            await Task.Delay(Look * 2, TimeProvider.System, cancellationToken);
        }
    }
}
