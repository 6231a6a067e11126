using System.Net;

namespace AgentBus.Hosting.Outbound;

/// <summary>What a <see cref="GuardedHandler"/> may connect to besides public addresses.</summary>
public sealed record OutboundOptions
{
    /// <summary>Host names that may be on a private network, such as <c>wiki.example.internal</c>.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Networks that are not public and yet allowed.</summary>
    public IReadOnlyList<IPNetwork> AllowedNetworks { get; init; } = [];

    /// <summary>Whether every network is allowed; default no.</summary>
    public bool AllowPrivateNetworks { get; init; }

    /// <summary>For a connection to be made; default 20 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The setting that a refusal names, such as <c>Calls:AllowedHosts</c>.</summary>
    public required string Setting { get; init; }
}
