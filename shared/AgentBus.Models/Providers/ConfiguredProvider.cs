using AgentBus.Models.Catalogue;
using Polly;

namespace AgentBus.Models.Providers;

/// <summary>A provider with its settings and what follows from them.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="Options">Its settings.</param>
/// <param name="Retry">Tries again what a moment may cure.</param>
/// <param name="Limit">Ends a try that takes too long.</param>
internal sealed record ConfiguredProvider(IModelProvider Provider, ProviderOptions Options, ResiliencePipeline Retry, ResiliencePipeline Limit);
