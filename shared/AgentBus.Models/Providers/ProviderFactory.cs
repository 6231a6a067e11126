using System.Text.Json;
using AgentBus.Models.Catalogue;
using AgentBus.Models.Extractive;
using AgentBus.Models.Simulation;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Timeout;

namespace AgentBus.Models.Providers;

/// <summary>Makes the configured providers, and the built-in one.</summary>
internal sealed class ProviderFactory(TimeProvider time, ILoggerFactory loggers)
{
    private readonly ILogger _logger = loggers.CreateLogger<ProviderFactory>();

    /// <summary>The providers of a configuration. Those whose settings are the same as before are taken over with their connections; the others are left to the calls that still use them.</summary>
    public ProviderSet Create(ModelsOptions options, ProviderSet? before) => new(
    [
        before?.Find(ExtractiveProvider.ProviderName) ?? Configured(new ExtractiveProvider(), new ProviderOptions()),
        .. options.Providers.Select(p => before?.Find(p.Key) is { } same && AreEqual(same.Options, p.Value) ? same : Configured(Create(p.Key, p.Value), p.Value)),
    ]);

    private IModelProvider Create(string name, ProviderOptions provider) => provider.Kind switch
    {
        ProviderKind.Anthropic => new AnthropicProvider(name, provider, time),
        ProviderKind.Simulated => new SimulatedProvider(name, provider.Simulated, time),
        _ => new OpenAIProvider(name, provider, time),
    };

    private ConfiguredProvider Configured(IModelProvider provider, ProviderOptions options)
    {
        var retry = new ResiliencePipelineBuilder { TimeProvider = time };
        if (options.Retries > 0)
        {
            retry.AddRetry(Retries.Of(provider.Name, options, _logger));
        }

        var limit = new ResiliencePipelineBuilder { TimeProvider = time }.AddTimeout(new TimeoutStrategyOptions { Timeout = options.Timeout });
        return new ConfiguredProvider(provider, options, retry.Build(), limit.Build());
    }

    private static bool AreEqual(ProviderOptions a, ProviderOptions b) =>
        JsonSerializer.Serialize(a, ProviderJson.Default.ProviderOptions) == JsonSerializer.Serialize(b, ProviderJson.Default.ProviderOptions);
}
