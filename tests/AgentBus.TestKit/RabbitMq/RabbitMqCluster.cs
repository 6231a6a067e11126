namespace AgentBus.TestKit.RabbitMq;

/// <summary>
/// A private cluster of RabbitMQ nodes on this machine, with one cookie and one port mapper. A minority of nodes that lost the others
/// pauses, as is advised for clusters of three.
/// </summary>
public sealed class RabbitMqCluster : IAsyncDisposable
{
    private RabbitMqCluster(IReadOnlyList<RabbitMqNode> nodes) => Nodes = nodes;

    /// <summary>All its nodes, whether they run or not.</summary>
    public IReadOnlyList<RabbitMqNode> Nodes { get; }

    /// <summary>For <c>Bus:Host</c>: every node, such as <c>127.0.0.1:40123,127.0.0.1:40124</c>.</summary>
    public string Hosts => string.Join(',', Nodes.Select(node => $"{node.Address.Host}:{node.Address.Port}"));

    /// <summary>Starts the nodes, each joining the first one, and waits until all take connections.</summary>
    public static async Task<RabbitMqCluster> StartAsync(int size = 3)
    {
        List<RabbitMqNode> nodes = [await RabbitMqNode.StartAsync(management: false, first: null, inCluster: true)];
        try
        {
            while (nodes.Count < size)
            {
                nodes.Add(await RabbitMqNode.StartAsync(management: false, first: nodes[0], inCluster: true));
            }

            return new RabbitMqCluster(nodes);
        }
        catch
        {
            await DisposeAsync(nodes);
            throw;
        }
    }

    /// <summary>Ends all nodes at once and removes their data.</summary>
    public ValueTask DisposeAsync() => DisposeAsync(Nodes);

    private static async ValueTask DisposeAsync(IEnumerable<RabbitMqNode> nodes)
    {
        // The first one last: it has the port mapper.
        foreach (var node in nodes.Reverse())
        {
            await node.DisposeAsync();
        }
    }
}
