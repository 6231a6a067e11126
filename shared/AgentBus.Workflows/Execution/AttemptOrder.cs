using System.Text.Json;

namespace AgentBus.Workflows.Execution;

/// <summary>An attempt to be sent to an agent; version null = any.</summary>
public sealed record AttemptOrder(
    string Step,
    int Attempt,
    string Task,
    string Agent,
    string IdempotencyKey,
    JsonElement Input,
    DateTimeOffset? Deadline = null,
    string? Objective = null,
    decimal? MaxCostUsd = null,
    JsonElement? OutputSchema = null,
    string? Feedback = null,
    long? MaxTokens = null,
    string? Version = null);
