namespace AgentBus.Models.Catalogue;

/// <summary>The model gateway's configuration, section <c>Models</c>. Empty is valid: then <c>extractive</c> answers.</summary>
public sealed class ModelsOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Models";

    /// <summary>Model that <c>auto</c> takes while its provider is ready; the first configured one that is when left out.</summary>
    public string? Default { get; set; }

    /// <summary>How <c>auto</c> chooses.</summary>
    public RoutingOptions Routing { get; } = new();

    /// <summary>Providers by name.</summary>
    public IDictionary<string, ProviderOptions> Providers { get; } = new Dictionary<string, ProviderOptions>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Models by key.</summary>
    public IDictionary<string, ModelOptions> Models { get; } = new Dictionary<string, ModelOptions>(StringComparer.OrdinalIgnoreCase);
}
