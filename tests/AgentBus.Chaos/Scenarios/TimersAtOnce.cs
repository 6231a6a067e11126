using System.Diagnostics;
using System.Globalization;
using AgentBus.Chaos.Houses;
using AgentBus.Chaos.Inspection;
using AgentBus.Chaos.Load;
using AgentBus.Chaos.Running;

namespace AgentBus.Chaos.Scenarios;

/// <summary>A hundred thousand timers are due in the same second. All fire once; other runs go on meanwhile, and no process grows.</summary>
internal sealed class TimersAtOnce : IScenario
{
    private const int TimersOfARun = 250;
    private const int WholeRuns = 400;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(15);

    public string Name => "timers-at-once";

    public async Task<Outcome> RunAsync(ScenarioContext context, CancellationToken cancellationToken)
    {
        await using var house = await context.OpenHouseAsync(new HousePlan { Agents = 1 }, cancellationToken);
        var (runs, load) = (context.Scaled(WholeRuns, 4), new LoadDriver(house, house.Ledger));
        var due = TimeProvider.System.GetUtcNow() + Margin + TimeSpan.FromSeconds(runs / 10.0);
        await ArmAsync(load, runs, due, cancellationToken);
        var left = due - TimeProvider.System.GetUtcNow();
        await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, TimeProvider.System, cancellationToken);
        var armed = await house.Store.CountAsync("select count(*) from outbox where timer is not null", cancellationToken);
        context.Say($"{armed} timers are set and due");

        var clock = Stopwatch.StartNew();
        var probes = await ProbeAsync(house, load, runs, cancellationToken);
        var fired = clock.Elapsed;
        context.Say($"all had fired after {fired.TotalSeconds:F1} s; {probes} other runs were started meanwhile");
        var verdict = await context.InspectAsync(house, Patience, cancellationToken);
        await CheckTimersAsync(house, runs, verdict, cancellationToken);
        var latency = await house.Store.ListAsync(
            "select extract(epoch from ended_at - created_at)::float8 from runs where name = 'sequence' order by 1", row => row.GetDouble(0), cancellationToken);
        return Outcome.Of(house, verdict, new Dictionary<string, double>
        {
            ["timers"] = armed,
            ["secondsToFireAll"] = fired.TotalSeconds,
            ["otherRuns"] = probes,
            ["otherRunP50Seconds"] = latency.Count == 0 ? 0 : latency[latency.Count / 2],
            ["otherRunMaxSeconds"] = latency.Count == 0 ? 0 : latency[^1],
            ["peakMegabytes"] = house.Orchestrators.Max(PeakMegabytes),
        });
    }

    // Each run is told how long it is until that moment, so that all its timers are due then.
    private static Task ArmAsync(LoadDriver load, int runs, DateTimeOffset due, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        Enumerable.Range(0, runs),
        new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellationToken },
        async (number, token) =>
        {
            var name = $"c-burst-{number}";
            var seconds = (int)Math.Max(1, (due - TimeProvider.System.GetUtcNow()).TotalSeconds);
            var input = new System.Text.Json.Nodes.JsonObject { ["case"] = name, ["timers"] = TimersOfARun, ["seconds"] = seconds };
            await load.StartAsync(new LoadCase(name, "burst", input, "Completed", [$"awake-{TimersOfARun}"]), token);
        });

    // Starts a run twice a second until all timers have fired; returns how many.
    private static async Task<int> ProbeAsync(House house, LoadDriver load, int runs, CancellationToken cancellationToken)
    {
        const string Awake = "select count(*) from runs where name = 'burst' and ended_at is not null";
        var (probes, progress, seen) = (0, Stopwatch.StartNew(), 0L);
        for (; seen < runs && progress.Elapsed < Patience; probes++)
        {
            await load.StartAsync(Cases.Make(Cases.Sequence, $"c-probe-{probes}", new Random(probes)), cancellationToken);
            await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, cancellationToken);
            var over = await house.Store.CountAsync(Awake, cancellationToken);
            if (over > seen)
            {
                (seen, progress) = (over, Stopwatch.StartNew());
            }
        }

        return probes;
    }

    private static async Task CheckTimersAsync(House house, int runs, Verdict verdict, CancellationToken cancellationToken)
    {
        var fired = await house.Store.CountAsync("select count(*) from steps where kind = 'wait' and status = 'Completed' and name = 'sleep'", cancellationToken);
        if (fired != (long)runs * TimersOfARun)
        {
            verdict.AddLost($"{fired} of {runs * TimersOfARun} timers fired");
        }

        var twice = await house.Store.CountAsync(
            "select count(*) from (select run, step from history where type = 'step.completed' group by run, step having count(*) > 1) s", cancellationToken);
        if (twice > 0)
        {
            verdict.AddDoubled($"{twice} steps ended twice");
        }
    }

    private static double PeakMegabytes(Resident resident) => File.ReadLines($"/proc/{resident.Process!.Id}/status")
        .Where(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
        .Select(line => double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024)
        .FirstOrDefault();
}
