using System.Text.Json;

namespace AgentBus.Gateway.Memory;

/// <summary>Something a workflow remembers.</summary>
/// <param name="Run">The run whose agent put it there last.</param>
/// <param name="ExpiresAt">When it is forgotten; missing = never.</param>
/// <param name="Score">How well it fits the text searched for; missing where nothing was searched.</param>
internal sealed record MemoryEntry(
    string Key, JsonElement Value, Guid Run, string Step, DateTimeOffset StoredAt, DateTimeOffset? ExpiresAt, double? Score)
{
    public static MemoryEntry Of(Storage.Memory.MemoryView memory, bool searched) => new(
        memory.Key, JsonElement.Parse(memory.Value), memory.Run, memory.Step, memory.StoredAt, memory.ExpiresAt, searched ? memory.Score : null);
}

/// <summary>How many memories are gone.</summary>
internal sealed record Forgotten(int Count);
