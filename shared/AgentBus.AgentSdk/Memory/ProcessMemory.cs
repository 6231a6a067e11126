using System.Collections.Concurrent;
using System.Text.Json;

namespace AgentBus.AgentSdk;

/// <summary>A memory of its own in this process, without limits and lifetimes: for an agent's unit tests.</summary>
public sealed class ProcessMemory : IAgentMemory
{
    private static readonly char[] Marks = [' ', '\t', '\n', '.', ',', ';', ':', '?', '!', '"', '{', '}', '[', ']'];

    private readonly ConcurrentDictionary<string, JsonElement> _memories = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task<JsonElement?> GetAsync(string key, CancellationToken cancellationToken = default) =>
        Task.FromResult(_memories.TryGetValue(key, out var value) ? value : (JsonElement?)null);

    /// <inheritdoc/>
    public Task PutAsync(string key, JsonElement value, TimeSpan? ttl = null, CancellationToken cancellationToken = default)
    {
        _memories[key] = value.Clone();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<AgentMemory>> SearchAsync(string text, int top = 5, CancellationToken cancellationToken = default)
    {
        var wanted = Words(text);
        IReadOnlyList<AgentMemory> found = [.. _memories
            .Select(memory => (Memory: memory, Shared: Words($"{memory.Key} {memory.Value.GetRawText()}").Intersect(wanted).Count()))
            .Where(scored => scored.Shared > 0)
            .OrderByDescending(scored => scored.Shared)
            .Take(top)
            .Select(scored => new AgentMemory(scored.Memory.Key, scored.Memory.Value, Guid.Empty, DateTimeOffset.UnixEpoch))];
        return Task.FromResult(found);
    }

    private static HashSet<string> Words(string text) =>
        text.Split(Marks, StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.OrdinalIgnoreCase);
}
