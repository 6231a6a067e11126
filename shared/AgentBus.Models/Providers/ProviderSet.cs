namespace AgentBus.Models.Providers;

/// <summary>The providers by name, the built-in one among them.</summary>
internal sealed class ProviderSet(IEnumerable<IModelProvider> providers) : IDisposable
{
    private readonly Dictionary<string, IModelProvider> _byName = providers.ToDictionary(p => p.Name, StringComparer.OrdinalIgnoreCase);

    public void Dispose()
    {
        foreach (var provider in _byName.Values.OfType<IDisposable>())
        {
            provider.Dispose();
        }
    }

    public IModelProvider this[string name] => _byName[name];
}
