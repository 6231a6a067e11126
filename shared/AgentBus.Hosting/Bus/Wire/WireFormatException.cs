using System.Runtime.Serialization;

namespace AgentBus.Hosting.Bus.Wire;

/// <summary>
/// A message that cannot be read. It is dead-lettered with this text as its reason. It has no inner exception, since the reason would be taken from
/// that.
/// </summary>
internal sealed class WireFormatException(string message) : SerializationException(message);
