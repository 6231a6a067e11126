using System.Text.Json;
using AgentBus.Storage.Agents;
using AgentBus.Storage.Runs;
using AgentBus.Workflows.Execution;
using Microsoft.Extensions.Options;

namespace AgentBus.Orchestrator.Runs;

/// <summary>Answers the keys of a read set that are not documents of the run.</summary>
internal sealed class ExternalDocuments(IOutputCache cache, IOptions<OrchestratorOptions> options, TimeProvider clock)
{
    private static readonly JsonElement Nothing = JsonElement.Parse("null");

    public async Task<JsonElement> LoadAsync(LoadedRun run, string external, CancellationToken cancellationToken)
    {
        if (!ExternalKeys.TryCache(external, out var agent, out var key))
        {
            throw new InvalidOperationException($"Nobody answers the external key {external}.");
        }

        var now = clock.GetUtcNow();
        var found = await cache.FindAsync(run.Tenant, agent, key, now, now - options.Value.Lease, cancellationToken);
        return found?.ToJson() ?? Nothing;
    }
}
