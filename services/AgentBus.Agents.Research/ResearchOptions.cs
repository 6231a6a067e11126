using System.ComponentModel.DataAnnotations;
using AgentBus.Hosting.Outbound;

namespace AgentBus.Agents.Research;

/// <summary><c>Agents:Research</c>.</summary>
internal sealed class ResearchOptions
{
    public const string Section = "Agents:Research";

    /// <summary>The worker's own index; several processes may share it. It is a cache: deleting it loses nothing.</summary>
    [Required]
    public string IndexPath { get; set; } = "data/research.db";

    /// <summary>Bytes over which the index starts anew; default 2 GB.</summary>
    [Range(1_000_000, long.MaxValue)]
    public long MaxIndexBytes { get; set; } = 2_000_000_000;

    /// <summary>Folders under which local sources may lie, links resolved. Default none: no local files.</summary>
    public string[] Roots { get; set; } = [];

    /// <summary>Bytes of one file or page; default 20 MB.</summary>
    [Range(1_000, 1_000_000_000)]
    public int MaxFileBytes { get; set; } = 20_000_000;

    /// <summary>Files read from one folder; default 5,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxFiles { get; set; } = 5_000;

    /// <summary>Bytes read from one folder; default 300 MB.</summary>
    [Range(1_000, long.MaxValue)]
    public long MaxFolderBytes { get; set; } = 300_000_000;

    /// <summary>Folders inside folders; default 16.</summary>
    [Range(0, 100)]
    public int MaxFolderDepth { get; set; } = 16;

    /// <summary>Lets addresses of loopback, link-local and private networks through; default no.</summary>
    public bool AllowPrivateNetworks { get; set; }

    /// <summary>Host names that may be on a private network, such as <c>wiki.example.internal</c>.</summary>
    public string[] AllowedHosts { get; set; } = [];

    /// <summary>For one page, redirects included; default 20 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan WebTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>A search endpoint that answers <c>?q=words&amp;format=json</c> as SearXNG does; null = no <c>search:</c> sources.</summary>
    public Uri? SearchEndpoint { get; set; }

    /// <summary>Results fetched for one <c>search:</c> source; default 5.</summary>
    [Range(1, 20)]
    public int SearchResults { get; set; } = 5;

    /// <summary>What pages may be fetched from.</summary>
    public OutboundOptions Outbound => new()
    {
        AllowedHosts = AllowedHosts,
        AllowPrivateNetworks = AllowPrivateNetworks,
        ConnectTimeout = WebTimeout,
        Setting = $"{Section}:AllowedHosts",
    };
}
