namespace AgentBus.Hosting.Bus;

/// <summary>The broker, section <c>Bus</c>.</summary>
public sealed class BusOptions
{
    internal const string Section = "Bus";

    /// <summary><c>rabbitmq</c> (default) or <c>memory</c>: within one process, forgotten when it ends.</summary>
    public string Transport { get; set; } = "rabbitmq";

    /// <summary>
    /// Default localhost. For a cluster all its nodes, separated by commas, each with a port where it has its own:
    /// <c>rabbit-1,rabbit-2,rabbit-3:5673</c>. A connection that is lost is opened again to any of them.
    /// </summary>
    public string Host { get; set; } = "localhost";

    /// <summary>AMQP port of the nodes that do not name one; default 5672, with TLS 5671.</summary>
    public int? Port { get; set; }

    /// <summary>Default <c>/</c>.</summary>
    public string VirtualHost { get; set; } = "/";

    /// <summary>Default guest.</summary>
    public string Username { get; set; } = "guest";

    /// <summary>Default guest. Better in a file: <see cref="PasswordFile"/>.</summary>
    public string? Password { get; set; }

    /// <summary>A file that holds the password, such as a mounted secret.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>Encrypt; the certificate of each node must be valid for the name it has in <see cref="Host"/>.</summary>
    public bool Tls { get; set; }

    /// <summary>The management API, such as <c>http://rabbit:15672</c>, by which <c>setup</c> sets policies; none = it prints the commands.</summary>
    public string? ManagementUrl { get; set; }

    /// <summary>True says that someone has run the printed commands, so that <c>setup</c> succeeds without the management API.</summary>
    public bool PoliciesAreSet { get; set; }

    /// <summary>
    /// A larger body is dead-lettered. Default 1,114,112: the 1 MB a step's input or output may have, and 64 KB for the rest of the record.
    /// </summary>
    public int MaxMessageBytes { get; set; } = (1024 + 64) * 1024;

    /// <summary>How long the broker has to confirm a message; default 30 s.</summary>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// A connection of which nothing was heard for twice this time counts as lost, which is how a node that froze or a network that
    /// swallows packets is noticed; and as often a process looks whether the broker still knows its consumers. Default 10 s.
    /// </summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(10);

    internal bool InMemory => string.Equals(Transport, "memory", StringComparison.OrdinalIgnoreCase);

    internal int EffectivePort => Port ?? (Tls ? 5671 : 5672);

    /// <summary>Each node of <see cref="Host"/> with its port.</summary>
    internal IReadOnlyList<BrokerHost> Hosts => [.. Host.Split(',', StringSplitOptions.TrimEntries).Select(host => BrokerHost.Parse(host, EffectivePort))];

    internal string Address =>
        $"{(Tls ? "amqps" : "amqp")}://{Username}@{string.Join(',', Hosts)} (virtual host {VirtualHost})";

    internal string ReadPassword() => PasswordFile is null ? Password ?? "guest" : File.ReadAllText(PasswordFile).Trim();
}
