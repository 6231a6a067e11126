using AgentBus.Chaos.Houses;
using AgentBus.Chaos.Running;
using AgentBus.TestKit.Network;
using Npgsql;

namespace AgentBus.Chaos.Scenarios.Outages;

/// <summary>
/// A TCP proxy in front of the broker and one in front of the database: latency, slow drip, resets, connections on which nothing comes
/// through, and answers that are lost, so that what was done looks as if it was not (confirms of published messages, commits).
/// </summary>
internal sealed class BadNetwork : IScenario
{
    private const int WholeRuns = 400;

    public string Name => "bad-network";

    public async Task<Outcome> RunAsync(ScenarioContext context, CancellationToken cancellationToken)
    {
        var (seed, own) = (context.Dice("proxy"), await Ground.OwnAsync());
        var store = new NpgsqlConnectionStringBuilder(own.Store);
        await using var broker = TcpProxy.Start(own.Broker.Port, seed.Next());
        await using var database = TcpProxy.Start(store.Port, seed.Next());
        var ground = new Ground
        {
            Broker = own.Broker,
            Store = own.Store,
            ControlAsync = own.ControlAsync,
            BusSettings = Ground.BusOf(own.Broker with { Port = broker.Port }),
            ServiceStore = new NpgsqlConnectionStringBuilder(own.Store) { Port = database.Port }.ToString(),
            Leave = own.DisposeAsync,
        };
        await using var house = await context.OpenHouseAsync(new HousePlan { Ground = () => Task.FromResult(ground) }, cancellationToken);
        var outcome = await new Siege(context, house).PlayAsync([.. Faults(context, broker, database)], context.Scaled(WholeRuns, 40), cancellationToken);
        return outcome with { Details = new Dictionary<string, double>(outcome.Details) { ["resets"] = broker.Resets + database.Resets } };
    }

    private static IEnumerable<Fault> Faults(ScenarioContext context, TcpProxy broker, TcpProxy database)
    {
        var latency = new Conditions { Latency = TimeSpan.FromMilliseconds(40), Jitter = TimeSpan.FromMilliseconds(40) };
        var nothing = new Conditions { Upstream = Flow.Hold, Downstream = Flow.Hold };
        var (some, blows) = (TimeSpan.FromSeconds(context.Scaled(10, 4)), context.Scaled(8, 2));
        yield return Bad("latency", latency, some, broker, database);
        yield return Bad("slow drip", new Conditions { BytesPerSecond = 100_000 }, some, broker, database);
        yield return Bad("resets by chance", new Conditions { Resets = 0.003 }, some, broker, database);
        foreach (var (proxy, name) in new[] { (broker, "broker"), (database, "database") })
        {
            yield return Bad($"nothing comes through to the {name}", nothing, TimeSpan.FromSeconds(context.Scaled(25, 8)), proxy);
            yield return new Fault($"answers of the {name} are lost, {blows} times", () => LoseAnswersAsync(proxy, blows), TimeSpan.Zero, () => Task.CompletedTask);
        }
    }

    private static Fault Bad(string name, Conditions conditions, TimeSpan lasts, params IReadOnlyList<TcpProxy> proxies) => new(
        name, () => SetAsync(proxies, conditions), lasts, () => SetAsync(proxies, new Conditions()));

    private static Task SetAsync(IReadOnlyList<TcpProxy> proxies, Conditions conditions)
    {
        foreach (var proxy in proxies)
        {
            proxy.Conditions = conditions;
        }

        return Task.CompletedTask;
    }

    // Requests go through and are carried out, then the connections break: nobody heard how it went.
    private static async Task LoseAnswersAsync(TcpProxy proxy, int blows)
    {
        for (var blow = 0; blow < blows; blow++)
        {
            proxy.Conditions = new Conditions { Downstream = Flow.Drop };
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            proxy.Conditions = new Conditions();
            proxy.Reset();
            await Task.Delay(TimeSpan.FromMilliseconds(600), TimeProvider.System);
        }
    }
}
