using System.Net.Mime;
using MassTransit;
using MassTransit.Serialization;

namespace AgentBus.Hosting.Bus.Wire;

/// <summary>Puts a ready-made body on the wire as it is.</summary>
internal sealed class WireSerializer(string contentType) : IMessageSerializer
{
    public ContentType ContentType { get; } = new(contentType);

    public MessageBody GetMessageBody<T>(SendContext<T> context)
        where T : class =>
        context.Message is OutgoingMessage message
            ? new BytesMessageBody(message.Body.ToArray())
            : throw new NotSupportedException($"Consumers send through {nameof(IMessageSender)}.");
}
