namespace AgentBus.Models.Providers;

/// <summary>The providers by name, the built-in one among them.</summary>
internal sealed class ProviderSet(IEnumerable<ConfiguredProvider> providers) : IDisposable
{
    private readonly Dictionary<string, ConfiguredProvider> _byName = providers.ToDictionary(p => p.Provider.Name, StringComparer.OrdinalIgnoreCase);

    public ConfiguredProvider this[string name] => _byName[name];

    public ConfiguredProvider? Find(string name) => _byName.GetValueOrDefault(name);

    public void Dispose()
    {
        foreach (var provider in _byName.Values.Select(p => p.Provider).OfType<IDisposable>())
        {
            provider.Dispose();
        }
    }
}
