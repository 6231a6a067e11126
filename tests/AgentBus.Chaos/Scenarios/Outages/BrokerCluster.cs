using AgentBus.Chaos.Houses;
using AgentBus.Chaos.Running;
using AgentBus.TestKit.Postgres;
using AgentBus.TestKit.RabbitMq;

namespace AgentBus.Chaos.Scenarios.Outages;

/// <summary>
/// A cluster of three brokers: each node in turn is killed with <c>kill -9</c> and comes back, one freezes, and a majority is lost and comes
/// back, during which nothing can be accepted and nothing may be lost.
/// </summary>
internal sealed class BrokerCluster : IScenario
{
    private const int WholeRuns = 400;
    private const int WholeKills = 6;
    private static readonly TimeSpan Down = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Boot = TimeSpan.FromSeconds(120);

    public string Name => "broker-cluster";

    public async Task<Outcome> RunAsync(ScenarioContext context, CancellationToken cancellationToken)
    {
        await using var cluster = await RabbitMqCluster.StartAsync();
        await using var house = await context.OpenHouseAsync(new HousePlan { Ground = () => GroundAsync(cluster) }, cancellationToken);
        return await new Siege(context, house).PlayAsync([.. Faults(context, cluster)], context.Scaled(WholeRuns, 40), cancellationToken);
    }

    private static IEnumerable<Fault> Faults(ScenarioContext context, RabbitMqCluster cluster)
    {
        var first = context.Dice("nodes").Next(cluster.Nodes.Count);
        for (var kill = 0; kill < context.Scaled(WholeKills, 1); kill++)
        {
            yield return Killed(Down, cluster.Nodes[(first + kill) % cluster.Nodes.Count]);
        }

        var frozen = cluster.Nodes[context.Dice("freeze").Next(cluster.Nodes.Count)];
        yield return new Fault($"{frozen.Name} freezes", frozen.SuspendAsync, TimeSpan.FromSeconds(context.Scaled(30, 10)), frozen.ResumeAsync);
        RabbitMqNode[] majority = [.. cluster.Nodes];
        context.Dice("majority").Shuffle(majority);
        yield return Killed(TimeSpan.FromSeconds(context.Scaled(15, 5)), majority[..2]);
    }

    private static Fault Killed(TimeSpan lasts, params IReadOnlyList<RabbitMqNode> nodes) => new(
        $"kill -9 of {string.Join(" and ", nodes.Select(node => node.Name))}",
        () => Task.WhenAll(nodes.Select(node => node.KillAsync())),
        lasts,
        async () =>
        {
            await Task.WhenAll(nodes.Select(node => node.StartAgainAsync()));
            await Task.WhenAll(nodes.Select(node => node.AnsweringAsync(Boot)));
        });

    private static async Task<Ground> GroundAsync(RabbitMqCluster cluster)
    {
        var broker = await cluster.Nodes[0].AddVirtualHostAsync($"chaos-{Guid.NewGuid():N}");
        var store = await PostgresCluster.CreateDatabaseAsync();
        return new Ground
        {
            Broker = broker,
            Store = store,
            ControlAsync = cluster.Nodes[0].ControlAsync,
            BusSettings = new Dictionary<string, string>(Ground.BusOf(broker)) { ["Bus__Host"] = cluster.Hosts },
            Leave = async () => await PostgresCluster.DropDatabaseAsync(store),
        };
    }
}
