using System.Net.Mime;
using System.Text.Json;
using MassTransit;
using MassTransit.Serialization;

namespace AgentBus.Hosting.Bus.Wire;

/// <summary>
/// Reads plain JSON bodies, told apart by the <c>agentbus-type</c> header. Own code because the bus library's raw JSON reader hands any
/// object to every consumer of the queue. What it refuses is dead-lettered with the reason; the endpoint lives on.
/// </summary>
internal sealed class WireDeserializer(BusEndpoint endpoint, int maxBytes) : IMessageDeserializer
{
    internal const string TypeHeader = "agentbus-type";

    internal static readonly ContentType Json = new("application/json");

    private readonly Dictionary<string, WireType> types = endpoint.Types.ToDictionary(type => type.Name);

    public ContentType ContentType => Json;

    public ConsumeContext Deserialize(ReceiveContext receiveContext)
    {
        var body = receiveContext.Body;
        if (body.Length > maxBytes)
        {
            throw new WireFormatException(
                $"The message has {body.Length} bytes; {endpoint.Queue} takes at most {maxBytes}. Hand over large data by reference.");
        }

        var message = endpoint.Reader is { } reader ? ReadForeign(reader, receiveContext) : ReadTyped(receiveContext);
        return new BodyConsumeContext(receiveContext, new WireMessage(message, receiveContext.TransportHeaders, receiveContext.InputAddress));
    }

    public SerializerContext Deserialize(MessageBody body, Headers headers, Uri? destinationAddress = null) =>
        throw new NotSupportedException("Messages are read from their receive context only.");

    public MessageBody GetMessageBody(string text) => new StringMessageBody(text);

    public void Probe(ProbeContext context) => context.CreateScope("wire").Add("types", string.Join(',', types.Keys));

    private object ReadTyped(ReceiveContext context)
    {
        if (!context.TransportHeaders.TryGetHeader(TypeHeader, out var header) || header is not string name)
        {
            throw new WireFormatException($"The message has no {TypeHeader} header. {endpoint.Queue} takes: {string.Join(", ", types.Keys)}.");
        }

        if (!types.TryGetValue(name, out var type))
        {
            throw new WireFormatException($"The type '{name}' is not known here. {endpoint.Queue} takes: {string.Join(", ", types.Keys)}.");
        }

        try
        {
            return JsonSerializer.Deserialize(context.Body.GetBytes(), type.Json)
                ?? throw new WireFormatException($"The body of {name} is the JSON null.");
        }
        catch (JsonException exception)
        {
            throw new WireFormatException($"The body is not the JSON of {name}: {exception.Message}");
        }
    }

    private object ReadForeign(IWireReader reader, ReceiveContext context)
    {
        try
        {
            return reader.Read(context.ContentType?.ToString(), WireHeaderReader.Read(context.TransportHeaders), context.Body.GetBytes());
        }
        catch (Exception exception) when (exception is not WireFormatException)
        {
            throw new WireFormatException($"{endpoint.Queue} cannot read the message: {exception.Message}");
        }
    }
}
