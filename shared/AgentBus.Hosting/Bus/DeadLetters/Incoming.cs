using System.Globalization;
using AgentBus.Hosting.Bus.Wire;
using MassTransit;

namespace AgentBus.Hosting.Bus.DeadLetters;

/// <summary>A delivery as it came, whether or not it can be read.</summary>
/// <param name="MessageId">As its sender gave it, perhaps no Guid; null = it gave none.</param>
/// <param name="ContentType">As its sender gave it, perhaps none that exists.</param>
/// <param name="Deliveries">This one included.</param>
internal sealed record Incoming(
    string? MessageId, string? ContentType, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body, int Deliveries)
{
    private const string DeliveryCount = "x-delivery-count";

    public static Incoming Of(ReceiveContext context)
    {
        var headers = WireHeaderReader.Read(context.TransportHeaders);
        var contentType = context.TryGetPayload<RabbitMqBasicConsumeContext>(out var consumed) ? consumed.Properties.ContentType : context.ContentType?.ToString();
        var earlier = headers.TryGetValue(DeliveryCount, out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count
            : context.Redelivered ? 1 : 0;
        return new Incoming(headers.GetValueOrDefault(nameof(MessageId)), contentType, headers, context.Body.GetBytes(), earlier + 1);
    }
}
