using System.Runtime.InteropServices;
using System.Text.Json;
using AgentBus.Contracts;

namespace AgentBus.AgentSdk.Memory;

/// <summary>The memory as one attempt sees it. What it puts waits here for the attempt's result.</summary>
internal sealed class AttemptMemory(MemoryClient client, DispatchAttempt dispatch) : IAgentMemory
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, MemoryPut> puts = [];

    public async Task<JsonElement?> GetAsync(string key, CancellationToken cancellationToken = default)
    {
        CheckKey(key);
        lock (gate)
        {
            if (puts.TryGetValue(key, out var own))
            {
                return own.Value;
            }
        }

        var found = await client.AskAsync(dispatch, key, null, 1, cancellationToken);
        return found.Count == 0 ? null : found[0].Value;
    }

    public Task PutAsync(string key, JsonElement value, TimeSpan? ttl = null, CancellationToken cancellationToken = default)
    {
        CheckKey(key);
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            throw new ArgumentException("The value of a memory must be JSON; it is undefined.", nameof(value));
        }

        if (ttl <= TimeSpan.Zero)
        {
            throw new ArgumentException($"A memory must live longer than {ttl}.", nameof(ttl));
        }

        lock (gate)
        {
            CheckSize(key, value);
            puts[key] = new MemoryPut(key, value.Clone(), ttl?.TotalSeconds);
        }

        return Task.CompletedTask;
    }

    public async Task<IReadOnlyList<AgentMemory>> SearchAsync(string text, int top = 5, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(top, MemoryLimits.Found);
        var found = await client.AskAsync(dispatch, null, text, top, cancellationToken);
        return [.. found.Select(memory => new AgentMemory(memory.Key, memory.Value, memory.Run, memory.StoredAt))];
    }

    /// <summary>What goes with the result; null = nothing.</summary>
    public IReadOnlyList<MemoryPut>? Puts()
    {
        lock (gate)
        {
            return puts.Count == 0 ? null : [.. puts.Values];
        }
    }

    private static void CheckKey(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.Length is 0 or > MemoryLimits.KeyLength)
        {
            throw new ArgumentException($"A memory's key has 1 to {MemoryLimits.KeyLength} characters, not {key.Length}.", nameof(key));
        }
    }

    private void CheckSize(string key, JsonElement value)
    {
        var bytes = SizeOf(value);
        if (bytes > MemoryLimits.ValueBytes)
        {
            throw new ArgumentException(
                $"The memory '{key}' is {bytes} bytes as JSON; at most {MemoryLimits.ValueBytes} are kept. Keep large data elsewhere and put where it is.", nameof(value));
        }

        var others = puts.Values.Where(put => put.Key != key).ToList();
        if (others.Count >= MemoryLimits.Puts || bytes + others.Sum(put => (long)SizeOf(put.Value)) > MemoryLimits.PutBytes)
        {
            throw new ArgumentException(
                $"One attempt may put {MemoryLimits.Puts} memories of {MemoryLimits.PutBytes} bytes together; '{key}' is beyond that.", nameof(key));
        }
    }

    private static int SizeOf(JsonElement value) => JsonMarshal.GetRawUtf8Value(value).Length;
}
