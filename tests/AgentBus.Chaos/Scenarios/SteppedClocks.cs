using AgentBus.Chaos.Clocks;
using AgentBus.Chaos.Houses;
using AgentBus.Chaos.Load;
using AgentBus.Chaos.Running;

namespace AgentBus.Chaos.Scenarios;

/// <summary>
/// Clocks an hour off. One orchestrator begins an hour ahead of the other; then both are an hour ahead, then both are put right, then one goes an hour
/// behind and the other is killed with all it holds. The gateway and the agents have their steps too. The clock of the database is right.
/// </summary>
internal sealed class SteppedClocks : IScenario
{
    private const int WholeRuns = 900;
    private const int InFlight = 150;

    /// <summary>So long the clocks stay as they are at least: several waits of the load, and the hold of a row.</summary>
    private static readonly TimeSpan Phase = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public string Name => "stepped-clocks";

    public async Task<Outcome> RunAsync(ScenarioContext context, CancellationToken cancellationToken)
    {
        using var first = new SteppedClock(Hour);
        using var second = new SteppedClock();
        using var agents = new SteppedClock();
        using var gateway = new SteppedClock();
        await using var house = await context.OpenHouseAsync(
            new HousePlan
            {
                EachStart = resident => (resident.Role switch
                {
                    Role.Orchestrator => resident.Name.EndsWith('0') ? first : second,
                    Role.Agent => agents,
                    _ => gateway,
                }).Settings,
            },
            cancellationToken);
        IReadOnlyList<(string What, Func<Task> Do)> steps =
        [
            ("one orchestrator is an hour ahead", () => Task.CompletedTask),
            ("both are", () => Step((second, Hour), (gateway, Hour))),
            ("both are put right, the agents are an hour behind", () => Step((first, TimeSpan.Zero), (second, TimeSpan.Zero), (agents, -Hour))),
            ("one orchestrator is an hour behind, the other is killed", async () =>
            {
                await Step((first, -Hour), (gateway, -Hour));
                await house.Orchestrators.Single(resident => !resident.Name.EndsWith('0')).KillAsync();
            }),
            ("all are put right", () => Step((first, TimeSpan.Zero), (agents, TimeSpan.Zero), (gateway, TimeSpan.Zero))),
        ];
        var load = new LoadDriver(house, house.Ledger);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var deciding = load.DecideAsync(over.Token);
        for (var number = 0; number < steps.Count; number++)
        {
            context.Say(steps[number].What);
            await steps[number].Do();
            var cases = context.Deal(LoadMix.Standard, context.Scaled(WholeRuns, 50) / steps.Count, $"c{number}");
            await load.StartAsync(cases, InFlight - house.Ledger.Runs.Count, null, cancellationToken);
            await Task.Delay(Phase, TimeProvider.System, cancellationToken);
        }

        var verdict = await context.InspectAsync(house, Patience, cancellationToken);
        await over.CancelAsync();
        await Task.WhenAny(deciding);
        var (waits, latest) = await WaitCheck.CheckAsync(house, verdict, cancellationToken);
        return Outcome.Of(house, verdict, new Dictionary<string, double> { ["waits"] = waits, ["latestWaitSeconds"] = latest }, faults: steps.Count);
    }

    private static Task Step(params ReadOnlySpan<(SteppedClock Clock, TimeSpan Off)> steps)
    {
        foreach (var (clock, off) in steps)
        {
            clock.Step(off);
        }

        return Task.CompletedTask;
    }
}
