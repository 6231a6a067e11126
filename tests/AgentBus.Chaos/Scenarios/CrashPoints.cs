using AgentBus.Chaos.Houses;
using AgentBus.Chaos.Load;
using AgentBus.Chaos.Running;

namespace AgentBus.Chaos.Scenarios;

/// <summary>
/// <c>kill -9</c> of orchestrators and agents at every named crash point, and of them and the gateway from outside at any other moment, while
/// runs of every kind are in flight. Messages that nobody can read come in between, so that errors are moved while processes die.
/// </summary>
internal sealed class CrashPoints : IScenario
{
    private const int WholeRuns = 2_000;
    private const int WholeKills = 210;
    private const int MostInFlight = 400;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public string Name => "crash-points";

    public async Task<Outcome> RunAsync(ScenarioContext context, CancellationToken cancellationToken)
    {
        var plan = new CrashPlan(context.Dice("points"));
        await using var house = await context.OpenHouseAsync(new HousePlan { EachStart = plan.Arm }, cancellationToken);
        house.Died += plan.Count;
        plan.Begin();
        var (kills, cases) = (context.Scaled(WholeKills, 12), context.Deal(LoadMix.Standard, context.Scaled(WholeRuns, 60)));
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var load = new LoadDriver(house, house.Ledger);

        // Runs are started as kills happen, so that there is work in flight at each of them.
        var starting = load.StartAsync(cases, MostInFlight, () => 60 + (int)((double)cases.Count * house.Kills / kills), cancellationToken);
        var deciding = load.DecideAsync(over.Token);
        await new Reaper(context, house, plan).KillAsync(kills, cancellationToken);
        await starting;
        await MissedPointsAsync(context, house, plan, load, cancellationToken);
        plan.End();
        await Task.WhenAll(house.Orchestrators.Concat(house.Agents).Select(resident => resident.KillAsync()));
        var verdict = await context.InspectAsync(house, Patience, cancellationToken);
        await over.CancelAsync();
        await Task.WhenAny(deciding);
        if (!plan.IsComplete)
        {
            verdict.AddLeftover($"never crashed at {string.Join(", ", plan.Hits.Where(hit => hit.Value == 0).Select(hit => hit.Key))}");
        }

        return Outcome.Of(house, verdict, plan.Hits.ToDictionary(hit => hit.Key, hit => (double)hit.Value));
    }

    // A short load may be through before every point was hit: then there is more of it until they are.
    private static async Task MissedPointsAsync(ScenarioContext context, House house, CrashPlan plan, LoadDriver load, CancellationToken cancellationToken)
    {
        var most = house.Kills + 60;
        for (var round = 0; !plan.IsComplete && house.Kills < most; round++)
        {
            await load.StartAsync(context.Deal(LoadMix.Standard, 40, $"more{round}"), MostInFlight, null, cancellationToken);
            await new Reaper(context, house, plan).KillAsync(house.Kills + 5, cancellationToken);
        }
    }
}
