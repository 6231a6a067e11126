using System.Net.Mime;
using MassTransit;

namespace AgentBus.Hosting.Bus.Wire;

/// <summary>The wire format of one endpoint; the content type of a message decides nothing.</summary>
internal sealed class WireFormat(BusEndpoint endpoint, int maxBytes) : ISerializerFactory
{
    public ContentType ContentType => WireDeserializer.Json;

    public IMessageSerializer CreateSerializer() => new WireSerializer("application/json");

    public IMessageDeserializer CreateDeserializer() => new WireDeserializer(endpoint, maxBytes);
}
