using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace AgentBus.Hosting.Bus.RabbitMq;

/// <summary>Asks by passive declarations, which every broker and every user may answer.</summary>
internal sealed class RabbitMqProbe(RabbitMqBroker broker) : IQueueProbe
{
    public async Task<QueueState?> LookAsync(string queue, CancellationToken cancellationToken)
    {
        await using var channel = await broker.AdminChannelAsync(cancellationToken);
        try
        {
            var found = await channel.QueueDeclarePassiveAsync(queue, cancellationToken);
            return new QueueState(found.MessageCount, found.ConsumerCount);
        }
        catch (OperationInterruptedException exception) when (exception.ShutdownReason?.ReplyCode == 404)
        {
            return null;
        }
    }
}
