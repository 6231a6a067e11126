using System.Text.Json;

namespace AgentBus.Workflows.Execution;

/// <summary>The documents the shell loaded for a decision, by key.</summary>
public sealed class RunData(IReadOnlyDictionary<string, JsonElement> documents)
{
    /// <summary>No documents.</summary>
    public static RunData Empty { get; } = new(new Dictionary<string, JsonElement>());

    /// <summary>The document, if it was loaded.</summary>
    public bool TryGet(string key, out JsonElement value) => documents.TryGetValue(key, out value);
}
