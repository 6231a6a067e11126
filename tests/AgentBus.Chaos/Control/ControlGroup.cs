using System.Diagnostics;
using AgentBus.Chaos.Houses;
using AgentBus.Chaos.Inspection;
using AgentBus.Chaos.Outside;
using AgentBus.Chaos.Running;
using MassTransit;

namespace AgentBus.Chaos.Control;

/// <summary>
/// Shows that the kills bite: the same sequence of five steps on MassTransit's in-memory outbox, killed from outside at the same pace. It has the same broker, database,
/// world and idempotency of effects, and no crash points to make it worse.
/// </summary>
internal sealed class ControlGroup : IScenario
{
    private const int WholeRuns = 700;
    private const int WholeKills = 60;
    private const int Unharmed = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(300);

    public string Name => "control";

    public async Task<Outcome> RunAsync(ScenarioContext context, CancellationToken cancellationToken)
    {
        await using var ground = await Ground.OwnAsync();
        await using var world = await OutsideWorld.OpenAsync(context.Dice("world").Next());
        await using var store = new StoreView(ground.Store);
        await store.ListAsync(OrderRepository.Table, _ => 0, cancellationToken);
        var settings = new Dictionary<string, string>(ground.ServiceSettings) { ["World__Url"] = world.Url };
        List<Resident> residents = [.. Residents(settings)];
        try
        {
            residents.ForEach(resident => resident.Start());
            await Task.WhenAll(residents.Select(resident => resident.ReadyAsync(cancellationToken)));
            var kills = context.Scaled(WholeKills, 20);
            var orders = await StartAndKillAsync(context, settings, residents, store, kills, cancellationToken);
            await Task.WhenAll(residents.Select(resident => resident.ReadyAsync(cancellationToken)));
            var verdict = await InspectAsync(store, world, orders, cancellationToken);
            return new Outcome(orders.Count, residents.Sum(Killed), verdict, new Dictionary<string, double>());
        }
        finally
        {
            await Task.WhenAll(residents.Select(resident => resident.DisposeAsync().AsTask()));
        }
    }

    private static IEnumerable<Resident> Residents(IReadOnlyDictionary<string, string> settings) =>
        from part in new[] { "saga", "worker" }
        from number in new[] { 0, 1 }
        select new Resident(
            $"control-{part}-{number}", part == "saga" ? Role.Orchestrator : Role.Agent, "Chaos", ["control", part], _ => settings);

    private static int Killed(Resident resident) => resident.Deaths.Count(death => death.WasKill);

    private static async Task<Dictionary<Guid, string>> StartAndKillAsync(
        ScenarioContext context, Dictionary<string, string> settings, List<Resident> residents, StoreView store, int kills,
        CancellationToken cancellationToken)
    {
        var (dice, runs) = (context.Dice("kills"), context.Scaled(WholeRuns, 200));
        var bus = Bus.Factory.CreateUsingRabbitMq(broker =>
            ControlProgram.Connect(broker, name => settings[name.Replace(":", "__", StringComparison.Ordinal)]));
        await bus.StartAsync(cancellationToken);
        var desk = new OrderDesk(bus);
        await desk.StartAsync(Unharmed, cancellationToken);
        await UnharmedAsync(store, cancellationToken);
        for (int done; (done = residents.Sum(Killed)) < kills || desk.Orders.Count < runs;)
        {
            await desk.StartAsync(Math.Min(runs, 30 + (runs * done / kills)), cancellationToken);
            foreach (var resident in residents.Where(resident => resident.Served > TimeSpan.FromSeconds(1) + (TimeSpan.FromSeconds(4) * dice.NextDouble())))
            {
                await resident.KillAsync();
            }

            await Task.Delay(Beat, TimeProvider.System, cancellationToken);
        }

        await bus.StopAsync(cancellationToken);
        return desk.Orders;
    }

    // A group that loses without being killed would show nothing.
    private static async Task UnharmedAsync(StoreView store, CancellationToken cancellationToken)
    {
        for (var since = Stopwatch.StartNew(); await store.CountAsync("select count(*) from orders where state = 'Completed'", cancellationToken) < Unharmed;)
        {
            if (since.Elapsed > TimeSpan.FromMinutes(2))
            {
                throw new InvalidOperationException("The control group does not finish orders although nobody kills it.");
            }

            await Task.Delay(Beat, TimeProvider.System, cancellationToken);
        }
    }

    private static async Task<Verdict> InspectAsync(StoreView store, OutsideWorld world, Dictionary<Guid, string> orders, CancellationToken cancellationToken)
    {
        var rows = new Dictionary<Guid, (string State, int Step)>();
        var (steps, since) = (-1, Stopwatch.StartNew());
        while (since.Elapsed < Patience)
        {
            rows = (await store.ListAsync("select id, state, step from orders", row => (Id: row.GetGuid(0), State: row.GetString(1), Step: row.GetInt32(2)), cancellationToken))
                .ToDictionary(row => row.Id, row => (row.State, row.Step));
            if (rows.Count == orders.Count && rows.Values.All(row => row.State == nameof(OrderMachine.Completed)))
            {
                break;
            }

            if (rows.Values.Sum(row => row.Step) is var now && now != steps)
            {
                (steps, since) = (now, Stopwatch.StartNew());
            }

            await Task.Delay(Beat, TimeProvider.System, cancellationToken);
        }

        return Judge(rows, world, orders);
    }

    private static Verdict Judge(Dictionary<Guid, (string State, int Step)> rows, OutsideWorld world, Dictionary<Guid, string> orders)
    {
        var verdict = new Verdict();
        foreach (var (order, name) in orders)
        {
            if (!rows.TryGetValue(order, out var row))
            {
                verdict.AddLost($"{name} is not in the store");
            }
            else if (row.State != nameof(OrderMachine.Completed))
            {
                verdict.AddStuck($"{name} waits for step {row.Step} for ever");
            }
        }

        foreach (var (name, effect, keys) in world.Effects)
        {
            if (keys.Count > 1)
            {
                verdict.AddDoubled($"{name}: step {effect} was done {keys.Count} times");
            }
        }

        return verdict;
    }
}
