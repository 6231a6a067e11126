using System.ComponentModel.DataAnnotations;

namespace AgentBus.Gateway;

/// <summary>Options of the HTTP API, section <c>Gateway</c>.</summary>
public sealed class GatewayOptions
{
    /// <summary>Largest request body in bytes; 1,024 to 64 MB, default 1 MB. A larger one is refused with 413.</summary>
    [Range(1_024, 64 * 1_024 * 1_024)]
    public int MaxBodyBytes { get; set; } = 1_024 * 1_024;

    /// <summary>
    /// File that holds the first admin key; null = none. Where it exists its key is valid, also when other keys exist already; where it does
    /// not and there is no key at all, one is made and written to it, readable by its owner alone.
    /// </summary>
    public string? AdminKeyFile { get; set; }

    /// <summary>The first admin key itself, for platforms that hand secrets over in the environment; null = none.</summary>
    public string? AdminKey { get; set; }

    /// <summary>A worker not heard of for so many seconds counts as gone; 5 to 3,600, default 30.</summary>
    [Range(5, 3_600)]
    public int WorkerTimeoutSeconds { get; set; } = 30;
}
