using System.Text.Json;

namespace AgentBus.Testing;

/// <summary>An entry of a run's history.</summary>
public sealed record HistoryRecord(DateTimeOffset At, string Type, string? Step, JsonElement Data);
