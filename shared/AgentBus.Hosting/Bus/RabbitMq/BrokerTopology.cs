using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace AgentBus.Hosting.Bus.RabbitMq;

/// <summary>
/// Declarations, with exactly the arguments that the consuming side uses: other ones for the same name would be refused (406).
/// </summary>
internal static class BrokerTopology
{
    public const string DeadLetters = "agentbus.dead-letters";
    public const string Events = "agentbus.events";

    /// <summary>A durable quorum queue and the fanout exchange of the same name in front of it.</summary>
    /// <exception cref="BusException">One of them exists and is something else.</exception>
    public static async Task DeclareQueueAsync(IChannel channel, string queue, CancellationToken cancellationToken)
    {
        try
        {
            await DeclareAsync(channel, queue, cancellationToken);
        }
        catch (OperationInterruptedException exception) when (exception.ShutdownReason?.ReplyCode == 406)
        {
            throw new BusException(
                $"Queue or exchange {queue} exists but was declared in another way ({exception.ShutdownReason.ReplyText}). Empty and delete it, then start again: it is made anew.", exception);
        }
    }

    /// <summary>A topic exchange, bound to the exchange in front of a queue when one is given.</summary>
    public static async Task DeclareTopicAsync(IChannel channel, string exchange, string? queue, string routingKey, CancellationToken cancellationToken)
    {
        await channel.ExchangeDeclareAsync(exchange, ExchangeType.Topic, durable: true, cancellationToken: cancellationToken);
        if (queue is not null)
        {
            await channel.ExchangeBindAsync(queue, exchange, routingKey, cancellationToken: cancellationToken);
        }
    }

    private static async Task DeclareAsync(IChannel channel, string queue, CancellationToken cancellationToken)
    {
        await channel.ExchangeDeclareAsync(queue, ExchangeType.Fanout, durable: true, cancellationToken: cancellationToken);
        var arguments = new Dictionary<string, object?> { ["x-queue-type"] = "quorum" };
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: cancellationToken);
        await channel.QueueBindAsync(queue, queue, "", cancellationToken: cancellationToken);
    }
}
