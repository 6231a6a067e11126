using AgentBus.Models.Extractive;

namespace AgentBus.Models.Catalogue;

/// <summary>The models callers can name, in configured order, <c>extractive</c> last.</summary>
public sealed class ModelCatalogue
{
    /// <summary>The name that leaves the choice to the gateway.</summary>
    public const string Auto = "auto";

    /// <summary>The gateway takes no larger request (10 MB), so nothing is too long for the built-in model.</summary>
    private static readonly CatalogueModel Extractive =
        new(ExtractiveProvider.ProviderName, ExtractiveProvider.ProviderName, ExtractiveProvider.ProviderName, TokenPrice.Free, 10_000_000, 1_000_000, []);

    private readonly Dictionary<string, CatalogueModel> _byName = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Builds the catalogue of a valid configuration.</summary>
    public ModelCatalogue(ModelsOptions options)
    {
        Models = [.. options.Models.Select(m => Of(m.Key, m.Value)), Extractive];
        foreach (var model in Models)
        {
            foreach (var name in model.Aliases.Prepend(model.Name))
            {
                _byName.Add(name, model);
            }
        }

        Default = options.Default is { } name1 ? _byName[name1] : null;
    }

    /// <summary>All models.</summary>
    public IReadOnlyList<CatalogueModel> Models { get; }

    /// <summary>The configured default model.</summary>
    public CatalogueModel? Default { get; }

    /// <summary>The model of a name or alias; null when there is none. <see cref="Auto"/> is not a model.</summary>
    public CatalogueModel? Find(string nameOrAlias) => _byName.GetValueOrDefault(nameOrAlias);

    private static CatalogueModel Of(string key, ModelOptions m)
    {
        var name = m.Name ?? key;
        return new CatalogueModel(name, m.Provider, m.Upstream ?? name, new TokenPrice(m.InputUsdPerMillion, m.CachedInputUsdPerMillion ?? m.InputUsdPerMillion, m.OutputUsdPerMillion),
            m.ContextWindow, m.MaxOutputTokens, [.. m.Aliases]);
    }
}
