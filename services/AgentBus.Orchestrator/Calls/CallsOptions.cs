using System.ComponentModel.DataAnnotations;
using System.Net;
using AgentBus.Hosting.Outbound;

namespace AgentBus.Orchestrator.Calls;

/// <summary>What the built-in agent for calls may do, section <c>Calls</c>. By default it reaches public addresses by http and https only.</summary>
public sealed class CallsOptions
{
    internal const string Section = "Calls";

    /// <summary>Whether this process runs the agent; default yes.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Host names that may be on a private network, such as <c>crm.example.internal</c>; default none.</summary>
    public string[] AllowedHosts { get; set; } = [];

    /// <summary>Networks that are not public and yet allowed, such as <c>10.20.0.0/16</c>; default none.</summary>
    public string[] AllowedNetworks { get; set; } = [];

    /// <summary>Commands that <c>call: mcp</c> may start, written as the definitions write them; default none.</summary>
    public string[] Commands { get; set; } = [];

    /// <summary>For a call in all: redirects, tokens and documents included; default 100 s. A task's timeout ends it earlier.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>For a connection to be made; default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Bytes of an answer; default and most 1 MB, as a step's output.</summary>
    [Range(1_000, 1024 * 1024)]
    public int MaxBodyBytes { get; set; } = 1024 * 1024;

    /// <summary>Bytes of an OpenAPI document or an agent card; default 10 MB.</summary>
    [Range(1_000, 100 * 1024 * 1024)]
    public int MaxDocumentBytes { get; set; } = 10 * 1024 * 1024;

    /// <summary>A folder of secrets: one folder for each tenant, in it one file for each secret; null = none.</summary>
    public string? SecretsFolder { get; set; }

    /// <summary>Whether calls that change something carry the step's idempotency key; default yes.</summary>
    public bool IdempotencyKey { get; set; } = true;

    internal OutboundOptions Outbound => new()
    {
        AllowedHosts = AllowedHosts,
        AllowedNetworks = [.. AllowedNetworks.Select(IPNetwork.Parse)],
        ConnectTimeout = ConnectTimeout,
        Setting = $"{Section}:AllowedHosts or {Section}:AllowedNetworks",
    };
}
