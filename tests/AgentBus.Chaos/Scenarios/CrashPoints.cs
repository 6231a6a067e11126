using AgentBus.Chaos.Agents;
using AgentBus.Chaos.Houses;
using AgentBus.Chaos.Load;
using AgentBus.Chaos.Running;
using AgentBus.Contracts;

namespace AgentBus.Chaos.Scenarios;

/// <summary>
/// <c>kill -9</c> of orchestrators and agents at every named crash point, and of them and the gateway from outside at any other moment, while
/// runs of every kind are in flight. Messages that nobody can read come in between, so that errors are moved while processes die.
/// </summary>
internal sealed class CrashPoints : IScenario
{
    private const int WholeRuns = 2_000;
    private const int WholeKills = 210;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(500);

    public string Name => "crash-points";

    public async Task<Outcome> RunAsync(ScenarioContext context, CancellationToken cancellationToken)
    {
        var plan = new CrashPlan(context.Dice("points"));
        var armed = false;
        await using var house = await context.OpenHouseAsync(
            new HousePlan { EachStart = resident => Volatile.Read(ref armed) ? plan.Arm(resident) : new Dictionary<string, string>() }, cancellationToken);
        house.Died += plan.Count;
        Volatile.Write(ref armed, true);
        var (kills, cases) = (context.Scaled(WholeKills, 12), context.Deal(LoadMix.Standard, context.Scaled(WholeRuns, 60)));

        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var load = new LoadDriver(house, house.Ledger);

        // Runs are started as kills happen, so that there is work in flight at each of them.
        var starting = load.StartAsync(cases, 400, () => 60 + (int)((double)cases.Count * house.Kills / kills), cancellationToken);
        var deciding = load.DecideAsync(over.Token);
        await KillAsync(context, house, plan, kills, load, starting, cancellationToken);
        plan.End();
        await Task.WhenAll(house.Orchestrators.Concat(house.Agents).Select(resident => resident.KillAsync()));
        await starting;
        var verdict = await context.InspectAsync(house, Patience, cancellationToken);
        await over.CancelAsync();
        await Task.WhenAny(deciding);
        if (!plan.IsComplete)
        {
            verdict.AddLeftover($"never crashed at {string.Join(", ", plan.Hits.Where(hit => hit.Value == 0).Select(hit => hit.Key))}");
        }

        return Outcome.Of(house, verdict, plan.Hits.ToDictionary(hit => hit.Key, hit => (double)hit.Value));
    }

    private static async Task KillAsync(
        ScenarioContext context, House house, CrashPlan plan, int kills, LoadDriver load, Task starting, CancellationToken cancellationToken)
    {
        var dice = context.Dice("kills");
        using var more = context.Deal(LoadMix.Of(Cases.Sequence), kills * 40, "more").GetEnumerator();
        for (var told = 0; house.Kills < kills || (!plan.IsComplete && house.Kills < 2 * kills + 40);)
        {
            await SpoilAsync(house, dice, cancellationToken);
            if (starting.IsCompleted && more.MoveNext())
            {
                // The load is through and some point is not: work goes on until it was hit.
                await load.StartAsync(more.Current, cancellationToken);
            }

            foreach (var resident in house.Residents.Where(resident => resident.Served > LongestLife))
            {
                // One that found no occasion at its point, and now and then the gateway.
                if (resident.Role != Role.Gateway || dice.Next(40) == 0)
                {
                    await resident.KillAsync();
                }
            }

            if (house.Kills / 20 > told)
            {
                told = house.Kills / 20;
                context.Say($"{house.Kills} kills, {house.Ledger.Runs.Count} runs started, {await house.Store.TryCountEndedAsync(cancellationToken)} over; {plan}");
            }

            await Task.Delay(Beat, TimeProvider.System, cancellationToken);
        }
    }

    // A message that no consumer of the queue can read.
    private static async Task SpoilAsync(House house, Random dice, CancellationToken cancellationToken)
    {
        var (queue, type) = dice.Next(2) == 0 ? (Queues.Orchestrator, nameof(AttemptFinished)) : (Queues.Agent(Hand.Name), nameof(DispatchAttempt));
        var id = NewId(dice);
        house.Ledger.Poisoned(id, queue);
        await house.Bus.PublishAsync(queue, type, id, "{ \"run\": "u8.ToArray(), cancellationToken);
    }

    private static string NewId(Random dice)
    {
        var bytes = new byte[16];
        dice.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }
}
