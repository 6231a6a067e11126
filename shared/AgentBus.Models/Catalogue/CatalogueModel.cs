namespace AgentBus.Models.Catalogue;

/// <summary>A model callers can name.</summary>
/// <param name="Name">Its name here.</param>
/// <param name="Provider">Name of its provider.</param>
/// <param name="Upstream">The provider's name for it.</param>
/// <param name="Price">What its tokens cost.</param>
/// <param name="ContextWindow">Tokens of prompt and answer together.</param>
/// <param name="MaxOutputTokens">Answer tokens when the caller sets no limit.</param>
/// <param name="Aliases">Its other names.</param>
public sealed record CatalogueModel(
    string Name, string Provider, string Upstream, TokenPrice Price, int ContextWindow, int MaxOutputTokens, IReadOnlyList<string> Aliases)
{
    /// <summary>Name it shares with others; a call that gives it is routed among them.</summary>
    public string? Tier { get; init; }

    /// <summary>Where it runs.</summary>
    public string? Region { get; init; }

    /// <summary>Whether its provider is the operator's own.</summary>
    public bool IsLocal { get; init; }

    /// <summary>What it takes beside text: <c>image</c>, <c>audio</c>.</summary>
    public IReadOnlySet<string> Modalities { get; init; } = new HashSet<string>();

    /// <summary>Whether it calls tools.</summary>
    public bool Tools { get; init; } = true;

    /// <summary>How good its answers are thought to be, 0 to 1.</summary>
    public double Quality { get; init; } = 0.5;

    /// <summary>95th percentile of its latency until it is measured; null when unknown.</summary>
    public TimeSpan? ExpectedLatency { get; init; }

    /// <summary>Tier of its provider's service; null for the usual one.</summary>
    public string? ServiceTier { get; init; }

    /// <summary>What may be sent to it at once and in a minute.</summary>
    public ModelLimits Limits { get; init; } = ModelLimits.None;
}
