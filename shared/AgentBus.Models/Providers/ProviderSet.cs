namespace AgentBus.Models.Providers;

/// <summary>The providers by name, the built-in one among them.</summary>
internal sealed class ProviderSet(IEnumerable<IModelProvider> providers)
{
    private readonly Dictionary<string, IModelProvider> _byName = providers.ToDictionary(p => p.Name, StringComparer.OrdinalIgnoreCase);

    public IModelProvider this[string name] => _byName[name];
}
