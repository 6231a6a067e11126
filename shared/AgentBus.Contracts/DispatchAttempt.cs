using System.Text.Json;

namespace AgentBus.Contracts;

/// <summary>
/// Orchestrator to agent queue: do this attempt. May arrive more than once; <see cref="IdempotencyKey"/> is the same for every
/// attempt and redelivery of a step, <see cref="Attempt"/> is only a fence.
/// </summary>
/// <param name="Tenant">Whose run it is.</param>
/// <param name="Run">The run.</param>
/// <param name="Step">The step, unique in the run: task path, for indexes, visit.</param>
/// <param name="Attempt">1 for the first try.</param>
/// <param name="Agent">The kind of worker asked.</param>
/// <param name="IdempotencyKey">Hand this to the outside world: one effect per key.</param>
/// <param name="Workflow">The run's definition.</param>
/// <param name="Task">JSON pointer of the task in its definition.</param>
/// <param name="Input">The step's input.</param>
/// <param name="Deadline">When the answer is no longer wanted; null = none.</param>
/// <param name="Objective">quality, cost, latency or balanced; null = the configured default.</param>
/// <param name="MaxCostUsd">What the attempt may cost at most: what the run's budget holds for it. Null = no bound.</param>
/// <param name="OutputSchema">JSON Schema that the output must meet; null = none.</param>
/// <param name="Feedback">Why the previous attempt's output was rejected; null on a first try.</param>
/// <param name="MaxTokens">Tokens, in and out, that the run's budget holds for it; null = no bound.</param>
/// <param name="Priority">One of <see cref="Priorities"/>; null = normal.</param>
/// <param name="Models">What its model calls are held to; null = nothing.</param>
public sealed record DispatchAttempt(
    string Tenant,
    Guid Run,
    string Step,
    int Attempt,
    string Agent,
    string IdempotencyKey,
    WorkflowRef Workflow,
    string Task,
    JsonElement Input,
    DateTimeOffset? Deadline = null,
    string? Objective = null,
    decimal? MaxCostUsd = null,
    JsonElement? OutputSchema = null,
    string? Feedback = null,
    long? MaxTokens = null,
    string? Priority = null,
    AttemptModels? Models = null);
