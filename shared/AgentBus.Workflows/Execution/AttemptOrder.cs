using System.Text.Json;
using AgentBus.Workflows.Definitions;

namespace AgentBus.Workflows.Execution;

/// <summary>An attempt to be sent to an agent; version null = any. Priority is low, normal or high: the task's, else the document's.</summary>
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
    string? Version = null,
    string Priority = "normal",
    ModelWishes? Models = null);
