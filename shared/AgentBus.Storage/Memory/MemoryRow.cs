namespace AgentBus.Storage.Memory;

/// <summary>Something to remember in the run's workflow; replaces what was there under the key. JSON as UTF-8.</summary>
/// <param name="ExpiresAt">When it is forgotten; null = never.</param>
public sealed record MemoryRow(string Key, ReadOnlyMemory<byte> Value, string Step, DateTimeOffset? ExpiresAt);
