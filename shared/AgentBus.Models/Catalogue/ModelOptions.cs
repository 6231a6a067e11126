namespace AgentBus.Models.Catalogue;

/// <summary>One model, under <c>Models:Models:{key}</c>.</summary>
public sealed class ModelOptions
{
    /// <summary>Name callers use; the key of the entry when left out. Give it where the name has a colon, which a configuration key cannot hold.</summary>
    public string? Name { get; set; }

    /// <summary>Name of its provider.</summary>
    public string Provider { get; set; } = "";

    /// <summary>The provider's own name for it; <see cref="Name"/> when left out.</summary>
    public string? Upstream { get; set; }

    /// <summary>US dollars per million prompt tokens. Default 0, for local models.</summary>
    public decimal InputUsdPerMillion { get; set; }

    /// <summary>US dollars per million prompt tokens the provider had cached; <see cref="InputUsdPerMillion"/> when left out.</summary>
    public decimal? CachedInputUsdPerMillion { get; set; }

    /// <summary>US dollars per million answer tokens. Default 0.</summary>
    public decimal OutputUsdPerMillion { get; set; }

    /// <summary>Tokens of prompt and answer together. Default 128,000.</summary>
    public int ContextWindow { get; set; } = 128_000;

    /// <summary>Answer tokens allowed when the caller sets no limit. Default 4,096.</summary>
    public int MaxOutputTokens { get; set; } = 4096;

    /// <summary>Other names, such as <c>fast</c>.</summary>
    public IList<string> Aliases { get; } = [];
}
