using System.Text.Json;

namespace AgentBus.Contracts;

/// <summary>
/// Something the run's workflow shall remember. It rides on the result of an attempt and counts only when that result completes the step: what a
/// failed or repeated attempt wanted to put is dropped.
/// </summary>
/// <param name="Key">At most 256 characters; a later put replaces the value.</param>
/// <param name="Value">At most 64 KB as UTF-8 JSON.</param>
/// <param name="TtlSeconds">How long it is remembered; null = until it is forgotten by hand.</param>
public sealed record MemoryPut(string Key, JsonElement Value, double? TtlSeconds = null);
