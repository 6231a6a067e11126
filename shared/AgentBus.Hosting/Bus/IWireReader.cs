namespace AgentBus.Hosting.Bus;

/// <summary>Reads messages of a foreign form.</summary>
public interface IWireReader
{
    /// <summary>The message as a record, or an exception whose message says why not: the message is dead-lettered with it.</summary>
    /// <param name="contentType">The message's content type, or null.</param>
    /// <param name="headers">All headers, values as strings.</param>
    /// <param name="body">The body as it came.</param>
    object Read(string? contentType, IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> body);

    /// <summary>Type of what <see cref="Read"/> returns.</summary>
    Type MessageType { get; }
}
