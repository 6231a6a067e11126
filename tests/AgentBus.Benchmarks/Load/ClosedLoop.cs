using System.Diagnostics;

namespace AgentBus.Benchmarks;

/// <summary>Keeps so many runs in flight: a new one is asked for when one ended.</summary>
internal static class ClosedLoop
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Waits until all of these ended.</summary>
    public static async Task EndedAsync(IDoor door, IEnumerable<Guid> runs)
    {
        using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
        for (var open = runs.ToHashSet(); open.Count > 0; open.ExceptWith(await door.EndedAsync(open, limit.Token)))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
        }
    }

    /// <summary>Starts runs and waits until all ended.</summary>
    /// <param name="door">By which runs start and ends are seen.</param>
    /// <param name="runs">How many in all.</param>
    /// <param name="inFlight">How many at once.</param>
    /// <param name="look">How often ends are looked for, which costs the store a little; null = every 2 ms with a few runs in flight, else every 10.</param>
    public static async Task<DrivenLoad> RunAsync(IDoor door, int runs, int inFlight, TimeSpan? look = null)
    {
        using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
        var pause = look ?? TimeSpan.FromMilliseconds(inFlight <= 8 ? 2 : 10);
        var (ids, looks, ended) = (new List<Guid>(runs), 0, 0);
        var open = new HashSet<Guid>();
        var starting = new List<Task<Guid>>();
        var (asked, seen) = (new Dictionary<Guid, long>(runs), new List<double>(runs));
        var began = Stopwatch.GetTimestamp();
        while (ended < runs)
        {
            while (open.Count + starting.Count < inFlight && ids.Count + starting.Count < runs)
            {
                starting.Add(StartAsync(ids.Count + starting.Count));
            }

            await Task.Delay(pause, TimeProvider.System, limit.Token);
            foreach (var started in starting.Where(start => start.IsCompleted).ToList())
            {
                starting.Remove(started);
                ids.Add(await started);
                open.Add(ids[^1]);
            }

            looks++;
            var done = await door.EndedAsync(open, limit.Token);
            open.ExceptWith(done);
            ended += done.Count;
            seen.AddRange(done.Select(run => Stopwatch.GetElapsedTime(asked[run]).TotalMilliseconds));
        }

        return new DrivenLoad(ids, Stopwatch.GetElapsedTime(began).TotalSeconds, looks, seen);

        async Task<Guid> StartAsync(int number)
        {
            var at = Stopwatch.GetTimestamp();
            var run = await door.StartAsync(number, limit.Token);
            lock (asked)
            {
                asked[run] = at;
            }

            return run;
        }
    }
}

/// <summary>What a load did.</summary>
/// <param name="Runs">All ended, completed.</param>
/// <param name="Seconds">From the first start to the last end.</param>
/// <param name="Looks">How often ends were looked for.</param>
/// <param name="SeenMilliseconds">Of each run, from asking for it to its end being seen.</param>
internal sealed record DrivenLoad(IReadOnlyList<Guid> Runs, double Seconds, int Looks, IReadOnlyList<double> SeenMilliseconds);
