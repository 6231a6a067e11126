using AgentBus.Models.Providers;

namespace AgentBus.Models.Catalogue;

/// <summary>One state of the configuration; a call keeps the one it began with.</summary>
internal sealed record ModelsInForce(ModelsOptions Options, ModelCatalogue Catalogue, ProviderSet Providers);
