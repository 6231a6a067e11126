using System.Diagnostics.CodeAnalysis;
using MassTransit;
using MassTransit.Serialization;

namespace AgentBus.Hosting.Bus.Wire;

/// <summary>One message that was read: the record, and the ids its headers carry. It is for consuming only.</summary>
internal sealed class WireMessage(object message, Headers headers, Uri? address) : SerializerContext
{
    private readonly RawMessageContext context = new(headers, address, RawSerializerOptions.CopyHeaders);

    public string[] SupportedMessageTypes { get; } = [MessageUrn.ForTypeString(message.GetType())];

    public Guid? MessageId => context.MessageId;

    public Guid? RequestId => null;

    public Guid? CorrelationId => context.CorrelationId;

    public Guid? ConversationId => null;

    public Guid? InitiatorId => null;

    public DateTime? ExpirationTime => null;

    public Uri? SourceAddress => null;

    public Uri? DestinationAddress => context.DestinationAddress;

    public Uri? ResponseAddress => null;

    public Uri? FaultAddress => null;

    public DateTime? SentTime => null;

    public Headers Headers => context.Headers;

    public HostInfo Host => null!;

    public bool IsSupportedMessageType<T>()
        where T : class => message is T;

    public bool IsSupportedMessageType(Type messageType) => messageType.IsInstanceOfType(message);

    public bool TryGetMessage<T>(out T? typed)
        where T : class => (typed = message as T) is not null;

    public bool TryGetMessage(Type messageType, [NotNullWhen(true)] out object? typed)
    {
        typed = messageType.IsInstanceOfType(message) ? message : null;
        return typed is not null;
    }

    public T? DeserializeObject<T>(object? value, T? defaultValue = null)
        where T : class => value as T ?? defaultValue;

    public T? DeserializeObject<T>(object? value, T? defaultValue = null)
        where T : struct => value is T typed ? typed : defaultValue;

    public MessageBody SerializeObject(object? value) => throw ReadOnly();

    public IMessageSerializer GetMessageSerializer() => throw ReadOnly();

    public IMessageSerializer GetMessageSerializer<T>(MessageEnvelope envelope, T overlay)
        where T : class => throw ReadOnly();

    public IMessageSerializer GetMessageSerializer(object overlay, string[] messageTypes) => throw ReadOnly();

    public Dictionary<string, object> ToDictionary<T>(T? value)
        where T : class => throw ReadOnly();

    private static NotSupportedException ReadOnly() => new($"Consumers send through {nameof(IMessageSender)}.");
}
