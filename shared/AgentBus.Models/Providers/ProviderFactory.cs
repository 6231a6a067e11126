using AgentBus.Models.Catalogue;
using AgentBus.Models.Extractive;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentBus.Models.Providers;

/// <summary>Makes the configured providers, and the built-in one.</summary>
internal sealed class ProviderFactory(IOptions<ModelsOptions> options, TimeProvider time, ILoggerFactory loggers)
{
    public ProviderSet Create() => new([new ExtractiveProvider(), .. options.Value.Providers.Select(p => Resilient(p.Key, p.Value))]);

    private ResilientProvider Resilient(string name, ProviderOptions provider)
    {
        IModelProvider inner = provider.Kind == ProviderKind.Anthropic ? new AnthropicProvider(name, provider, time) : new OpenAIProvider(name, provider, time);
        return new ResilientProvider(inner, provider, time, loggers.CreateLogger<ResilientProvider>());
    }
}
