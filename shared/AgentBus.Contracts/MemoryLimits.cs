namespace AgentBus.Contracts;

/// <summary>How much a workflow may remember.</summary>
public static class MemoryLimits
{
    /// <summary>Characters of a key.</summary>
    public const int KeyLength = 256;

    /// <summary>Bytes of a value as UTF-8 JSON.</summary>
    public const int ValueBytes = 64 * 1024;

    /// <summary>Puts of one attempt.</summary>
    public const int Puts = 100;

    /// <summary>Bytes of all values of one attempt: they share a message with its output.</summary>
    public const int PutBytes = 256 * 1024;

    /// <summary>Keys of one workflow of a tenant. Runs that put at the same time may go a little over it.</summary>
    public const int Keys = 10_000;

    /// <summary>Answers of one search.</summary>
    public const int Found = 50;
}
