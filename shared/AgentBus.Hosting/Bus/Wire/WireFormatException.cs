using System.Runtime.Serialization;

namespace AgentBus.Hosting.Bus.Wire;

/// <summary>A message that cannot be read. It goes to the queue's <c>_error</c> queue with this text in the header MT-Fault-Message.</summary>
internal sealed class WireFormatException(string message, Exception? innerException = null) : SerializationException(message, innerException);
