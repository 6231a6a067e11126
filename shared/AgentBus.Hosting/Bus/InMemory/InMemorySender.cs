using AgentBus.Hosting.Bus.Wire;
using MassTransit;

namespace AgentBus.Hosting.Bus.InMemory;

/// <summary>Sends within the process. "Confirmed" is "handed over": the transport forgets all at a kill, and the store is the record.</summary>
internal sealed class InMemorySender(IBus bus) : IMessageSender
{
    public async Task SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        var type = message.RoutingKey.Length == 0 ? "" : $"?type={nameof(MassTransit.Transports.Fabric.ExchangeType.Topic)}";
        var endpoint = await bus.GetSendEndpoint(new Uri($"exchange:{message.Exchange}{type}"));
        using var activity = BusTrace.StartSend(message);
        await endpoint.Send(message, Pipe.Execute<SendContext<OutgoingMessage>>(context => Fill(context, activity)), cancellationToken);
    }

    public Task EnsureQueueAsync(string queue, CancellationToken cancellationToken) => Task.CompletedTask;

    private static void Fill(SendContext<OutgoingMessage> context, System.Diagnostics.Activity? activity)
    {
        var message = context.Message;
        context.Serializer = new WireSerializer(message.ContentType);
        context.MessageId = message.MessageId;
        context.TrySetRoutingKey(message.RoutingKey);
        foreach (var (key, value) in message.Headers)
        {
            context.Headers.Set(key, value);
        }

        context.Headers.Set(WireDeserializer.TypeHeader, message.Type);
        if (BusTrace.ParentOf(message, activity) is { } parent)
        {
            context.Headers.Set(BusTrace.ParentHeader, parent);
        }
    }
}
