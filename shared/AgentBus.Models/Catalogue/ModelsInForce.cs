using AgentBus.Models.Providers;

namespace AgentBus.Models.Catalogue;

/// <summary>One state of the configuration; a call keeps the one it began with.</summary>
internal sealed record ModelsInForce(ModelsOptions Options, ModelCatalogue Catalogue, ProviderSet Providers)
{
    /// <summary>The same for calls that may wait.</summary>
    public ModelsInForce ForBatches() => this with { Catalogue = new ModelCatalogue(Options, isForBatches: true) };
}
