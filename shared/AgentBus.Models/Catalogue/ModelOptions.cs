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

    /// <summary>Service tier that calls of batches ask the provider for, where it has a cheaper one for calls that may wait, such as OpenAI's <c>flex</c>. Give its prices beside it. Default none.</summary>
    public string? BatchServiceTier { get; set; }

    /// <summary>US dollars per million prompt tokens in that tier.</summary>
    public decimal? BatchInputUsdPerMillion { get; set; }

    /// <summary>US dollars per million answer tokens in that tier.</summary>
    public decimal? BatchOutputUsdPerMillion { get; set; }

    /// <summary>Tokens of prompt and answer together. Default 128,000.</summary>
    public int ContextWindow { get; set; } = 128_000;

    /// <summary>Answer tokens allowed when the caller sets no limit. Default 4,096.</summary>
    public int MaxOutputTokens { get; set; } = 4096;

    /// <summary>Other names, such as <c>fast</c>.</summary>
    public IList<string> Aliases { get; } = [];

    /// <summary>A name that stands for all models with the same tier: a call that names it is routed among them, and fails over. Such as <c>large</c>, or one model at two providers.</summary>
    public string? Tier { get; set; }

    /// <summary>Where it runs, such as <c>eu</c>; a data policy asks for it.</summary>
    public string? Region { get; set; }

    /// <summary>What it takes beside text: <c>image</c>, <c>audio</c>. Default none.</summary>
    public IList<string> Modalities { get; } = [];

    /// <summary>Whether it calls tools. Default true.</summary>
    public bool Tools { get; set; } = true;

    /// <summary>How good its answers are thought to be before anything is learned, 0 to 1. Default 0.5.</summary>
    public double Quality { get; set; } = 0.5;

    /// <summary>How long 95 % of its answers take at most, until that is measured; unknown when left out.</summary>
    public TimeSpan? ExpectedLatency { get; set; }

    /// <summary>Calls at once; more wait in a queue that is fair between tenants. 0, the default, for no limit.</summary>
    public int MaxConcurrency { get; set; }

    /// <summary>Calls that may wait for one of <see cref="MaxConcurrency"/>; the next is refused as a rate limit. Default 1,000.</summary>
    public int MaxWaiting { get; set; } = 1000;

    /// <summary>Calls a minute its provider allows; 0, the default, for no limit.</summary>
    public int RequestsPerMinute { get; set; }

    /// <summary>Tokens a minute its provider allows, prompt and answer; 0, the default, for no limit.</summary>
    public int TokensPerMinute { get; set; }
}
