using System.Text.Json;
using AgentBus.Storage.Definitions;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution;

namespace AgentBus.Orchestrator.Runs;

/// <summary>What a run needs to know of other definitions, and puts there.</summary>
internal sealed class WorkflowLookup(IDefinitionStore definitions, TimeProvider clock)
{
    /// <summary>The answer to <see cref="DocumentKeys.Workflow"/>.</summary>
    public async Task<JsonElement> AnswerAsync(
        string tenant, (string Namespace, string Name, string? Version) asked, CancellationToken cancellationToken)
    {
        var found = await definitions.GetAsync(tenant, asked.Namespace, asked.Name, asked.Version, cancellationToken);
        return found is null
            ? JsonElement.Parse("null")
            : JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["version"] = found.Version });
    }

    /// <summary>
    /// Stores the definitions that a decision brings along. Before its commit, so that no run is without its definition; one whose decision is
    /// lost stays, unused, and the repeated decision finds it.
    /// </summary>
    public async Task StoreAsync(string tenant, Guid run, Decision decision, CancellationToken cancellationToken)
    {
        foreach (var order in decision.Effects.OfType<Effect.StartChild>().Select(start => start.Order).Where(order => order.Document is not null))
        {
            var text = order.Document!.Value.GetRawText();
            var read = DefinitionReader.Read(text);
            var definition = read.Definition ?? throw new InvalidOperationException(
                $"Step {order.Step} made the definition {order.Definition}, which is not valid: {read.Problems[0].Path}: {read.Problems[0].Message}");
            var stored = new StoredDefinition(
                tenant, definition.Key.Namespace, definition.Key.Name, definition.Key.Version, definition.Title, text, [], [.. definition.Agents],
                clock.GetUtcNow(), $"run {run}");
            if (await definitions.PutAsync(stored, cancellationToken) == PutDefinition.Conflict)
            {
                throw new InvalidOperationException($"Step {order.Step} made the definition {definition.Key}, but another text has that name and version.");
            }
        }
    }
}
