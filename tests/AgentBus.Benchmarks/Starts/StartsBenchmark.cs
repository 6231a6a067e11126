using System.Collections.Concurrent;
using System.Diagnostics;

namespace AgentBus.Benchmarks;

/// <summary>Starts by the HTTP API: 64 callers at once, each start answered after its run is committed; and what becomes of such a run.</summary>
internal sealed class StartsBenchmark(House house, BenchOptions options)
{
    private const int Callers = 64;

    public async Task<StartFigures> RunAsync()
    {
        var (gateway, key) = await house.StartGatewayAsync();
        await using var _ = gateway;
        var ended = new PostgresEndedRuns(house.Store);
        using var nothing = new HttpDoor(gateway.Address, key, Workflows.Nothing, ended);
        using var five = new HttpDoor(gateway.Address, key, Workflows.Five, ended);
        await ClosedLoop.EndedAsync(nothing, (await StartAsync(nothing, options.Scaled(300))).Runs);
        await ClosedLoop.RunAsync(five, options.Scaled(20), inFlight: 1);
        await house.FirstDispatchesAsync();

        var starts = options.Scaled(2_000);
        var cpu = new CostMeter([.. house.Processes, new ProcessGroup("gateway", gateway.Id)]);
        var (runs, seconds, milliseconds) = await StartAsync(nothing, starts);
        var cost = cpu.Stop(starts);
        await ClosedLoop.EndedAsync(nothing, runs);
        await ClosedLoop.RunAsync(five, options.Scaled(100), inFlight: 1);
        return new StartFigures(Math.Round(starts / seconds, 1), Percentiles.Of(milliseconds), Percentiles.Of(await house.FirstDispatchesAsync()), cost);
    }

    private static async Task<(IReadOnlyCollection<Guid> Runs, double Seconds, IReadOnlyCollection<double> Milliseconds)> StartAsync(HttpDoor door, int starts)
    {
        var (runs, milliseconds) = (new ConcurrentBag<Guid>(), new ConcurrentBag<double>());
        var began = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(Enumerable.Range(0, starts), new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (number, cancellationToken) =>
        {
            var asked = Stopwatch.GetTimestamp();
            runs.Add(await door.StartAsync(number, cancellationToken));
            milliseconds.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
        });
        return (runs, Stopwatch.GetElapsedTime(began).TotalSeconds, milliseconds);
    }
}

/// <summary>Part <c>starts</c>.</summary>
/// <param name="StartsPerSecond">Runs accepted and committed, 64 callers at once, of a definition without agents; the orchestrator works on them meanwhile.</param>
/// <param name="StartMilliseconds">Until the answer.</param>
/// <param name="FirstDispatchMilliseconds">With one run in flight: from the request to the first dispatch being in the agent's hands.</param>
/// <param name="CpuPerStart">Until the last answer.</param>
internal sealed record StartFigures(double StartsPerSecond, Percentiles? StartMilliseconds, Percentiles? FirstDispatchMilliseconds, CpuCost CpuPerStart);
