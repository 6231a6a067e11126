namespace AgentBus.Hosting.Bus;

/// <summary>
/// The broker answered and refused this message, while it takes others. Returned as unroutable, or too large: trying again soon will not help, unless
/// <see cref="IsTemporary"/>.
/// </summary>
public sealed class MessageRefusedException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The queue is full, or has no leader just now; nothing is wrong with the message.</summary>
    public bool IsTemporary { get; init; }
}
