using AgentBus.Gateway.Problems;
using AgentBus.Storage.Definitions;
using AgentBus.Workflows;
using AgentBus.Workflows.Definitions;
using Microsoft.Extensions.Caching.Memory;

namespace AgentBus.Gateway.Definitions;

/// <summary>Finds stored definitions by name and keeps parsed ones: a version never changes.</summary>
internal sealed class DefinitionCatalog(IDefinitionStore store) : IDisposable
{
    private readonly MemoryCache _parsed = new(new MemoryCacheOptions { SizeLimit = 256 });

    /// <summary>The definition that a reference names, parsed. Ends the request where there is none, or several.</summary>
    public async Task<WorkflowDefinition> FindAsync(string tenant, WorkflowReference reference, CancellationToken cancellationToken)
    {
        var space = reference.Namespace ?? await NamespaceAsync(tenant, reference, cancellationToken);
        return reference.Version is { } version && _parsed.TryGetValue((tenant, space, reference.Name, version), out WorkflowDefinition? known)
            ? known!
            : Parse(await LoadAsync(tenant, space, reference.Name, reference.Version, cancellationToken));
    }

    /// <summary>The stored text; a null version means the highest.</summary>
    public async Task<StoredDefinition> LoadAsync(
        string tenant, string space, string name, string? version, CancellationToken cancellationToken) =>
        await store.GetAsync(tenant, space, name, version, cancellationToken)
        ?? throw ApiProblem.NotFound("definition", version is null ? $"{space}/{name}" : $"{space}/{name}@{version}");

    public WorkflowDefinition Parse(StoredDefinition stored)
    {
        var key = (stored.Tenant, stored.Namespace, stored.Name, stored.Version);
        if (_parsed.TryGetValue(key, out WorkflowDefinition? known))
        {
            return known!;
        }

        var definition = DefinitionReader.Read(stored.Text, WorkflowLimits.Widest).Definition ?? throw ApiProblem.Conflict("definition-unreadable",
            $"The definition {stored.Namespace}/{stored.Name}@{stored.Version} was stored by another release of AgentBus and this one cannot read it. Put a new version.");
        return _parsed.Set(key, definition, new MemoryCacheEntryOptions { Size = 1 });
    }

    public void Dispose() => _parsed.Dispose();

    private async Task<string> NamespaceAsync(string tenant, WorkflowReference reference, CancellationToken cancellationToken)
    {
        var all = await store.ListAsync(tenant, cancellationToken);
        var spaces = all.Where(d => d.Name == reference.Name).Select(d => d.Namespace).Distinct().ToList();
        return spaces switch
        {
            [var only] => only,
            [] => throw ApiProblem.NotFound("definition", reference),
            _ => throw ApiProblem.Invalid("/workflow",
                $"'{reference.Name}' is a definition in several namespaces; say which: {string.Join(", ", spaces.Select(s => $"{s}/{reference.Name}"))}."),
        };
    }
}
