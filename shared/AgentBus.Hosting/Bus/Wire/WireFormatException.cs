using System.Runtime.Serialization;

namespace AgentBus.Hosting.Bus.Wire;

/// <summary>
/// A message that cannot be read. It goes to the queue's <c>_error</c> queue with this text in the header MT-Fault-Message. It has no inner
/// exception, since the header would take its text from that.
/// </summary>
internal sealed class WireFormatException(string message) : SerializationException(message);
