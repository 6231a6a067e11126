namespace AgentBus.Storage.Agents;

/// <summary>An output to keep for other runs of the tenant; replaces the one of the same agent version and key. JSON as UTF-8.</summary>
public sealed record CachedOutputRow(
    string Agent, string AgentVersion, string Key, string Step, ReadOnlyMemory<byte> Output, DateTimeOffset ExpiresAt);
