using System.Text.Json;

namespace AgentBus.Orchestrator.Calls.Secrets;

/// <summary>Where secrets come from. Asked at each call, so that a changed secret counts at once.</summary>
public interface ISecretStore
{
    /// <summary>A text, or an object of several; null when the tenant has none of this name.</summary>
    Task<JsonElement?> ReadAsync(string tenant, string name, CancellationToken cancellationToken);
}
