using System.Text.Json;
using AgentBus.Orchestrator.Calls.Secrets;

namespace AgentBus.Conformance.Outside;

/// <summary>The one secret that examples name: who to be at the stand-in for the token server.</summary>
internal sealed class StandInSecrets : ISecretStore
{
    private static readonly JsonElement Client = JsonElement.Parse(
        """{"authority": "http://keycloak/realms/fake-authority", "grant": "client_credentials", "client": {"id": "app", "secret": "very-secret"}}""");

    public Task<JsonElement?> ReadAsync(string tenant, string name, CancellationToken cancellationToken) =>
        Task.FromResult(name == "mySecret" ? Client : (JsonElement?)null);
}
