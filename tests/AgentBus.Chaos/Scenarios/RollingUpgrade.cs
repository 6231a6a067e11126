using System.Diagnostics;
using AgentBus.Chaos.Houses;
using AgentBus.Chaos.Inspection;
using AgentBus.Chaos.Load;
using AgentBus.Chaos.Running;

namespace AgentBus.Chaos.Scenarios;

/// <summary>
/// A rolling deploy under load: the schema gets an additive migration while everything runs, then every process is told to stop (SIGTERM) and replaced, first the
/// agents by version 1.1.0, then the orchestrators, then the gateway. Each ends with 0 in the time it is given, and nothing is worked on twice but what was in flight.
/// </summary>
internal sealed class RollingUpgrade : IScenario
{
    private const int WholeRuns = 900;
    private const int InFlight = 120;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The default of <c>Shutdown:Seconds</c>, and a second to end.</summary>
    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(31);

    // What a later version may add; see AgentBus.Storage, "Tables".
    private static readonly string[] Migration =
    [
        "alter table runs add column upgraded_note text", "alter table outbox add column upgraded_note text not null default ''",
        "create table upgraded (run uuid primary key, note text)", "create index runs_upgraded on runs (upgraded_note)",
        "insert into schema_version (version, migrated_at) select max(version) + 1, now() from schema_version",
    ];

    public string Name => "rolling-upgrade";

    public async Task<Outcome> RunAsync(ScenarioContext context, CancellationToken cancellationToken)
    {
        await using var house = await context.OpenHouseAsync(new HousePlan(), cancellationToken);

        // Requests are then repeated for one reason only: that work was repeated.
        house.World.Faults = 0;
        var load = new LoadDriver(house, house.Ledger);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var deciding = load.DecideAsync(over.Token);
        var mix = LoadMix.Of(Cases.Sequence, Cases.Timers, Cases.Fanout, Cases.Child, Cases.Approval, Cases.Long, Cases.Compensation);
        var deploying = new TaskCompletionSource();
        var starting = StartAsync(context, load, mix, deploying.Task, cancellationToken);
        var stops = new List<(string Name, int Code, double Seconds)>();
        try
        {
            await DeployAsync(context, house, stops, cancellationToken);
        }
        finally
        {
            deploying.SetResult();
        }

        await starting;
        var verdict = await context.InspectAsync(house, Patience, cancellationToken);
        await over.CancelAsync();
        await Task.WhenAny(deciding);
        foreach (var stop in stops.Where(stop => stop.Code != 0))
        {
            verdict.AddLeftover($"{stop.Name} ended with {stop.Code} after {stop.Seconds:F1} s");
        }

        return Outcome.Of(house, verdict, await DetailsAsync(house, stops, verdict, cancellationToken), faults: stops.Count);
    }

    // Goes on as long as the deploy does, and has the whole load started at least.
    private static async Task StartAsync(ScenarioContext context, LoadDriver load, LoadMix mix, Task deployed, CancellationToken cancellationToken)
    {
        var least = context.Scaled(WholeRuns, 60);
        for (var started = 0; started < least || !deployed.IsCompleted;)
        {
            var cases = context.Deal(mix, 40, $"c{started}");
            await load.StartAsync(cases, InFlight - started, null, cancellationToken);
            started += cases.Count;
        }
    }

    private static async Task DeployAsync(
        ScenarioContext context, House house, List<(string Name, int Code, double Seconds)> stops, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System, cancellationToken);
        foreach (var statement in Migration)
        {
            await house.Store.ListAsync(statement, _ => 0, cancellationToken);
        }

        context.Say("the schema is migrated");
        foreach (var old in house.Agents.ToList())
        {
            await house.AddAgent("1.1.0").ReadyAsync(cancellationToken);
            stops.Add(await StopAsync(context, old));
        }

        foreach (var old in house.Orchestrators.ToList())
        {
            await house.AddOrchestrator().ReadyAsync(cancellationToken);
            stops.Add(await StopAsync(context, old));
        }

        stops.Add(await StopAsync(context, house.Gateway));
        house.Gateway.Start();
        await house.Gateway.ReadyAsync(cancellationToken);
    }

    private static async Task<(string Name, int Code, double Seconds)> StopAsync(ScenarioContext context, Resident old)
    {
        var clock = Stopwatch.StartNew();
        var code = await old.StopAsync(TimeToStop);
        context.Say($"{old.Name} ended with {code} after {clock.Elapsed.TotalSeconds:F1} s");
        return (old.Name, code, clock.Elapsed.TotalSeconds);
    }

    private static async Task<Dictionary<string, double>> DetailsAsync(
        House house, List<(string Name, int Code, double Seconds)> stops, Verdict verdict, CancellationToken cancellationToken)
    {
        var byVersion = (await house.Store.ListAsync(
                "select agent_version, count(*) from steps where agent = 'hand' group by 1",
                row => (Version: row.IsDBNull(0) ? "" : row.GetString(0), Steps: row.GetInt64(1)), cancellationToken))
            .ToDictionary(version => version.Version, version => version.Steps);
        if (byVersion.GetValueOrDefault("1.0.0") == 0 || byVersion.GetValueOrDefault("1.1.0") == 0)
        {
            verdict.AddLeftover($"both versions should have worked: {string.Join(", ", byVersion)}");
        }

        return new Dictionary<string, double>
        {
            ["stepsOf1.0.0"] = byVersion.GetValueOrDefault("1.0.0"),
            ["stepsOf1.1.0"] = byVersion.GetValueOrDefault("1.1.0"),
            ["workRepeated"] = house.World.Requests - house.World.Effects.Sum(effect => effect.Keys.Count),
            ["longestStopSeconds"] = stops.Max(stop => stop.Seconds),
        };
    }
}
