using Microsoft.Extensions.Options;

namespace AgentBus.Models.Catalogue;

/// <summary>The configuration in force, for those who follow its changes: unlike the usual monitor it never shows a faulty one, nor throws where a file was changed.</summary>
internal sealed class LiveOptions(Func<LiveModels> models) : IOptionsMonitor<ModelsOptions>
{
    public ModelsOptions CurrentValue => models().InForce.Options;

    public ModelsOptions Get(string? name) => CurrentValue;

    public IDisposable? OnChange(Action<ModelsOptions, string?> listener) => null;
}
