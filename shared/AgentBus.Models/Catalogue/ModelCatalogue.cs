using AgentBus.Models.Extractive;

namespace AgentBus.Models.Catalogue;

/// <summary>The models callers can name, in configured order, <c>extractive</c> last. One state of the configuration; never changes.</summary>
public sealed class ModelCatalogue
{
    /// <summary>The name that leaves the choice to the gateway.</summary>
    public const string Auto = "auto";

    /// <summary>The gateway takes no larger request (10 MB), so nothing is too long for the built-in model. It judges and selects by rules, so by default it is the weakest.</summary>
    private static readonly CatalogueModel Extractive =
        new(ExtractiveProvider.ProviderName, ExtractiveProvider.ProviderName, ExtractiveProvider.ProviderName, TokenPrice.Free, 10_000_000, 1_000_000, []) { IsLocal = true, Tools = false, Quality = 0.1 };

    private readonly Dictionary<string, CatalogueModel> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, IReadOnlyList<CatalogueModel>> _byTier;

    /// <summary>Builds the catalogue of a valid configuration.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="isForBatches">Whether calls may wait, so that models have the price and tier for these where there is one.</param>
    public ModelCatalogue(ModelsOptions options, bool isForBatches = false)
    {
        Models = [.. options.Models.Select(m => Of(m.Key, m.Value, options)).Select((model, i) => isForBatches ? ForBatches(model, options.Models.Values.ElementAt(i)) : model), Extractive];
        foreach (var model in Models)
        {
            foreach (var name in model.Aliases.Prepend(model.Name))
            {
                _byName.Add(name, model);
            }
        }

        Default = options.Default is { } first ? _byName[first] : null;
        LastResort = options.LastResort is { } last ? _byName[last] : null;
        Ordered = Default is null ? Models : [.. Models.Where(m => m != Default).Prepend(Default)];
        _byTier = Ordered.Where(m => m.Tier is not null).GroupBy(m => m.Tier!, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(g => g.Key, IReadOnlyList<CatalogueModel> (g) => [.. g], StringComparer.OrdinalIgnoreCase);
        Names = [Auto, .. Models.SelectMany(m => m.Aliases.Prepend(m.Name)), .. _byTier.Keys];
    }

    /// <summary>All models.</summary>
    public IReadOnlyList<CatalogueModel> Models { get; }

    /// <summary>All models, the default first.</summary>
    public IReadOnlyList<CatalogueModel> Ordered { get; }

    /// <summary>The configured default model.</summary>
    public CatalogueModel? Default { get; }

    /// <summary>The model that takes a call to <see cref="Auto"/> or a tier when no other is up.</summary>
    public CatalogueModel? LastResort { get; }

    /// <summary>Every name a call can give: <see cref="Auto"/>, models, aliases and tiers.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The model of a name or alias; null when there is none. <see cref="Auto"/> and tiers are not models.</summary>
    public CatalogueModel? Find(string nameOrAlias) => _byName.GetValueOrDefault(nameOrAlias);

    /// <summary>The models of a tier, the default first; null when there is no such tier.</summary>
    public IReadOnlyList<CatalogueModel>? FindTier(string tier) => _byTier.GetValueOrDefault(tier);

    internal static bool IsBuiltIn(CatalogueModel model) => ReferenceEquals(model, Extractive);

    private static CatalogueModel ForBatches(CatalogueModel model, ModelOptions m) => m is { BatchServiceTier: { } tier, BatchInputUsdPerMillion: { } input, BatchOutputUsdPerMillion: { } output }
        ? model with { ServiceTier = tier, Price = new TokenPrice(input, Math.Min(input, model.Price.CachedInput), output) }
        : model;

    private static CatalogueModel Of(string key, ModelOptions m, ModelsOptions options)
    {
        var name = m.Name ?? key;
        var price = new TokenPrice(m.InputUsdPerMillion, m.CachedInputUsdPerMillion ?? m.InputUsdPerMillion, m.OutputUsdPerMillion);
        return new CatalogueModel(name, m.Provider, m.Upstream ?? name, price, m.ContextWindow, m.MaxOutputTokens, [.. m.Aliases])
        {
            Tier = m.Tier,
            Region = m.Region,
            IsLocal = m.Provider.Equals(ExtractiveProvider.ProviderName, StringComparison.OrdinalIgnoreCase) || options.Providers[m.Provider].IsOwn,
            Modalities = m.Modalities.ToHashSet(StringComparer.OrdinalIgnoreCase),
            Tools = m.Tools,
            Quality = m.Quality,
            ExpectedLatency = m.ExpectedLatency,
            Limits = new ModelLimits(m.MaxConcurrency, m.MaxWaiting, m.RequestsPerMinute, m.TokensPerMinute),
        };
    }
}
