namespace AgentBus.TestKit.Network;

/// <summary>How a <see cref="TcpProxy"/> treats the connections through it; the default passes all at once.</summary>
public sealed record Conditions
{
    /// <summary>By how much every byte is late, in each direction.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>By how much more at most, drawn anew for each piece; the order of bytes stays.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>The rate of each direction of each connection; null = as fast as it goes.</summary>
    public int? BytesPerSecond { get; init; }

    /// <summary>The chance that a piece, instead of being handed on, resets its connection.</summary>
    public double Resets { get; init; }

    /// <summary>From the client to the server.</summary>
    public Flow Upstream { get; init; }

    /// <summary>From the server to the client. With <see cref="Flow.Drop"/> requests are carried out and their answers lost.</summary>
    public Flow Downstream { get; init; }
}
