namespace AgentBus.Hosting.Bus;

/// <summary>A message with its body made already.</summary>
/// <param name="MessageId">The same on every repetition.</param>
/// <param name="Exchange">Name of the exchange; a fanout one and its queue share a name.</param>
/// <param name="RoutingKey">Empty for fanout exchanges.</param>
/// <param name="Type">Value of the <c>agentbus-type</c> header.</param>
/// <param name="ContentType">Such as application/json.</param>
/// <param name="Body">UTF-8 JSON.</param>
/// <param name="Headers">Further headers, such as tenant, run and traceparent.</param>
public sealed record OutgoingMessage(
    Guid MessageId, string Exchange, string RoutingKey, string Type, string ContentType, ReadOnlyMemory<byte> Body,
    IReadOnlyDictionary<string, string> Headers);
