using System.Globalization;

namespace AgentBus.Hosting.Bus;

/// <summary>One node of a broker.</summary>
/// <param name="Name">Host name or address.</param>
/// <param name="Port">AMQP port.</param>
internal sealed record BrokerHost(string Name, int Port)
{
    /// <summary>Whether this can be one part of <see cref="BusOptions.Host"/>.</summary>
    public bool IsValid => Uri.CheckHostName(Name) != UriHostNameType.Unknown && Port is >= 1 and <= 65535;

    /// <summary>Reads <c>host</c>, <c>host:port</c> or <c>[::1]:port</c>; what is none of them is not valid.</summary>
    public static BrokerHost Parse(string text, int defaultPort)
    {
        var colon = text.LastIndexOf(':');
        var hasPort = colon > 0 && (text.IndexOf(':', StringComparison.Ordinal) == colon || text[colon - 1] == ']');
        return hasPort
            ? new BrokerHost(text[..colon], int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : 0)
            : new BrokerHost(text, defaultPort);
    }

    /// <inheritdoc />
    public override string ToString() => $"{Name}:{Port}";
}
