using System.Collections.Concurrent;
using AgentBus.Storage.Definitions;
using AgentBus.Storage.Runs;
using AgentBus.Workflows;
using AgentBus.Workflows.Definitions;

namespace AgentBus.Orchestrator.Runs;

/// <summary>Compiled definitions. A stored version never changes, so nothing in here gets old; only the newest uses are kept.</summary>
internal sealed class DefinitionCache(IDefinitionStore store)
{
    private const int MaxEntries = 1_000;

    private readonly ConcurrentDictionary<(string Tenant, DefinitionKey Key), WorkflowDefinition> _compiled = new();

    public ValueTask<WorkflowDefinition> GetAsync(LoadedRun run, CancellationToken cancellationToken) =>
        GetAsync(run.Tenant, new DefinitionKey(run.Namespace, run.Name, run.DefinitionVersion), cancellationToken);

    public ValueTask<WorkflowDefinition> GetAsync(string tenant, DefinitionKey key, CancellationToken cancellationToken) =>
        _compiled.TryGetValue((tenant, key), out var definition)
            ? ValueTask.FromResult(definition)
            : new ValueTask<WorkflowDefinition>(LoadAsync(tenant, key, cancellationToken));

    private async Task<WorkflowDefinition> LoadAsync(string tenant, DefinitionKey key, CancellationToken cancellationToken)
    {
        var stored = await store.GetAsync(tenant, key.Namespace, key.Name, key.Version, cancellationToken)
            ?? throw new InvalidOperationException($"Definition {key} of tenant {tenant} is not in the store, but a run is pinned to it.");
        var result = DefinitionReader.Read(stored.Text, WorkflowLimits.Widest);
        if (result.Definition is null)
        {
            throw new InvalidOperationException(
                $"Definition {key} was stored by a version that understood it; this one does not: {result.Problems[0].Path}: {result.Problems[0].Message}");
        }

        if (_compiled.Count >= MaxEntries)
        {
            _compiled.Clear();
        }

        _compiled[(tenant, key)] = result.Definition;
        return result.Definition;
    }
}
