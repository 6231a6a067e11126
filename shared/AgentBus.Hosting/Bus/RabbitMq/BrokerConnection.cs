using RabbitMQ.Client;

namespace AgentBus.Hosting.Bus.RabbitMq;

/// <summary>How this process connects, for sending and for consuming alike.</summary>
internal static class BrokerConnection
{
    /// <summary>A node that is away says so at once or is silent; a silent one may take so long before the next is tried.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>How long the broker has for an answer that is not a confirm, such as to a declaration.</summary>
    public static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Connects to the first node that answers.</summary>
    /// <exception cref="BusException">None did.</exception>
    public static async Task<IConnection> OpenAsync(BusOptions bus, BrokerNodes nodes, string name, CancellationToken cancellationToken)
    {
        var factory = FactoryFor(bus);
        Exception? fault = null;

        // One by one: a node that froze still takes the connection, and the client tries no other one after that.
        foreach (var node in nodes.All())
        {
            try
            {
                return await factory.CreateConnectionAsync([node], name, cancellationToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                fault = exception;
            }
        }

        throw new BusException(
            $"RabbitMQ cannot be reached at {bus.Address}: {fault!.GetBaseException().Message} Start it, or correct Bus:Host, Bus:Port, Bus:VirtualHost, Bus:Username and Bus:Password.",
            fault);
    }

    // A lost connection is opened again by those who use it, who know what was under way.
    private static ConnectionFactory FactoryFor(BusOptions bus) => new()
    {
        VirtualHost = bus.VirtualHost,
        UserName = bus.Username,
        Password = bus.ReadPassword(),
        AutomaticRecoveryEnabled = false,
        RequestedHeartbeat = bus.Heartbeat,
        RequestedConnectionTimeout = Timeout,
        HandshakeContinuationTimeout = Timeout,
        ContinuationTimeout = AnswerTimeout,
    };
}
