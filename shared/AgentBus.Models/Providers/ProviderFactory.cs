using AgentBus.Models.Extractive;

namespace AgentBus.Models.Providers;

/// <summary>Makes the configured providers, and the built-in one.</summary>
internal static class ProviderFactory
{
    public static ProviderSet Create() => new([new ExtractiveProvider()]);
}
