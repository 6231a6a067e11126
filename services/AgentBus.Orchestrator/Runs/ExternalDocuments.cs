using System.Text.Json;
using AgentBus.Orchestrator.Circuits;
using AgentBus.Storage.Agents;
using AgentBus.Storage.Runs;
using AgentBus.Storage.Workers;
using AgentBus.Workflows.Execution;
using Microsoft.Extensions.Options;

namespace AgentBus.Orchestrator.Runs;

/// <summary>Answers the keys of a read set that are not documents of the run.</summary>
internal sealed class ExternalDocuments(
    IOutputCache cache, CircuitBoard circuits, IWorkerStore workers, IOptions<OrchestratorOptions> options, TimeProvider clock)
{
    private static readonly JsonElement Nothing = JsonElement.Parse("null");

    public async Task<JsonElement> LoadAsync(LoadedRun run, string external, CancellationToken cancellationToken)
    {
        if (ExternalKeys.TryCircuits(external, out var called, out var breaker))
        {
            return circuits.Of(called, breaker).ToJson();
        }

        var now = clock.GetUtcNow();
        if (external == ExternalKeys.Agents)
        {
            return Capabilities(await workers.ListAsync(now - options.Value.Lease, cancellationToken));
        }

        if (!ExternalKeys.TryCache(external, out var agent, out var key))
        {
            throw new InvalidOperationException($"Nobody answers the external key {external}.");
        }

        var found = await cache.FindAsync(run.Tenant, agent, key, now, now - options.Value.Lease, cancellationToken);
        return found?.ToJson() ?? Nothing;
    }

    private static JsonElement Capabilities(IReadOnlyList<WorkerRow> running) => JsonSerializer.SerializeToElement(
        running.GroupBy(worker => worker.Agent).ToDictionary(
            agent => agent.Key, agent => agent.SelectMany(worker => worker.Capabilities).Distinct().Order(StringComparer.Ordinal).ToArray()));
}
