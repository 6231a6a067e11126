using System.Net.Http.Json;
using AgentBus.TestKit.Http;

namespace AgentBus.Benchmarks;

/// <summary>The embedded mode: the runs of part <c>steps</c>, and a fan-out, started by HTTP in one process over SQLite.</summary>
internal sealed class EmbeddedBenchmark(BenchOptions options)
{
    private static readonly Dictionary<int, int> RunsOfLevel = new() { [1] = 150, [8] = 500, [64] = 1_000, [256] = 1_000 };

    public async Task<EmbeddedFigures> RunAsync()
    {
        EmbeddedHost? started = null;
        var ready = await Stopwatches.TimeAsync(async () => started = await EmbeddedHost.StartAsync());
        await using var host = started!;
        using var api = new Api(host.Process.Address, host.Key);
        foreach (var definition in Workflows.All())
        {
            await api.PutDefinitionAsync(definition.Text);
        }

        using var ended = new SqliteEndedRuns(host.StorePath);
        using var five = new HttpDoor(host.Process.Address, host.Key, Workflows.Five, ended);
        await ClosedLoop.RunAsync(five, options.Scaled(500), inFlight: 64);
        await FirstDispatchesAsync(host);

        var process = new ProcessGroup("host", host.Process.Id);
        var megabytes = process.Megabytes();
        var levels = new List<LevelFigures>();
        CpuCost? cost = null;
        foreach (var inFlight in options.InFlight.Append(64).Distinct().Order())
        {
            var runs = options.Scaled(RunsOfLevel.GetValueOrDefault(inFlight, 500));
            var cpu = new CostMeter([process]);
            var driven = await ClosedLoop.RunAsync(five, runs, inFlight);
            var steps = runs * Workflows.StepsOfFive;
            cost = inFlight == 64 ? cpu.Stop(steps) : cost;
            levels.Add(new LevelFigures(
                inFlight, Math.Round(steps / driven.Seconds, 1), Math.Round(runs / driven.Seconds, 1), Percentiles.Of(driven.SeenMilliseconds), null,
                Percentiles.Of(await FirstDispatchesAsync(host))));
            Progress.Say($"embedded, {inFlight} in flight: {levels[^1].StepsPerSecond:N0} steps/s");
        }

        var items = options.Scaled(2_000);
        using var each = new HttpDoor(host.Process.Address, host.Key, Workflows.Each, ended, $",\"count\":{items}");
        var fanOut = await ClosedLoop.RunAsync(each, runs: 1, inFlight: 1);
        return new EmbeddedFigures(levels, cost!, items, Math.Round(fanOut.Seconds * 1000 / items, 3), ready, megabytes, process.Megabytes());
    }

    private static async Task<double[]> FirstDispatchesAsync(EmbeddedHost host)
    {
        using var http = new HttpClient { BaseAddress = host.Process.Address };
        return await http.GetFromJsonAsync(new Uri(EchoWorker.FirstDispatchesPath, UriKind.Relative), EchoJson.Default.DoubleArray) ?? [];
    }
}

/// <summary>Part <c>embedded</c>.</summary>
/// <param name="Levels">As those of <c>steps</c>; a run's latency is from the request to its end being seen, looked for every 2 ms (8 in flight or fewer) or 10 ms.</param>
/// <param name="CpuPerStep">Of the one process, 64 in flight.</param>
/// <param name="FanOutItems">Items of one run, 100 at a time.</param>
/// <param name="FanOutMillisecondsPerItem">For each.</param>
/// <param name="ReadyMilliseconds">From the start of the process, setting up its store included.</param>
/// <param name="MegabytesWarm">After the first runs.</param>
/// <param name="MegabytesAtEnd">After all.</param>
internal sealed record EmbeddedFigures(
    IReadOnlyList<LevelFigures> Levels, CpuCost CpuPerStep, int FanOutItems, double FanOutMillisecondsPerItem, double ReadyMilliseconds, double MegabytesWarm, double MegabytesAtEnd);
