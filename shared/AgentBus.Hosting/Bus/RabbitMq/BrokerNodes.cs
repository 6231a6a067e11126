using System.Net.Security;
using RabbitMQ.Client;

namespace AgentBus.Hosting.Bus.RabbitMq;

/// <summary>
/// The order in which the nodes of a broker are tried. It begins anywhere, which spreads processes over a cluster, and each time with
/// the node after the one before: the client stops at the first node that takes a connection, and one that froze takes it and is silent.
/// </summary>
internal sealed class BrokerNodes(BusOptions bus) : IEndpointResolver
{
    private readonly IReadOnlyList<AmqpTcpEndpoint> nodes =
        [.. bus.Hosts.Select(host => new AmqpTcpEndpoint(host.Name, host.Port, new SslOption(host.Name, enabled: bus.Tls) { AcceptablePolicyErrors = SslPolicyErrors.None }))];

    private uint turn = (uint)Random.Shared.Next();

    /// <inheritdoc />
    public IEnumerable<AmqpTcpEndpoint> All()
    {
        var first = Interlocked.Increment(ref turn);
        return Enumerable.Range(0, nodes.Count).Select(i => nodes[(int)((first + (uint)i) % (uint)nodes.Count)]);
    }
}
