using System.Text.Json;

namespace AgentBus.Workflows.Execution;

/// <summary>Something an attempt wants its workflow to remember.</summary>
/// <param name="Ttl">How long; null = until it is forgotten by hand.</param>
public sealed record MemoryNote(string Key, JsonElement Value, TimeSpan? Ttl);
