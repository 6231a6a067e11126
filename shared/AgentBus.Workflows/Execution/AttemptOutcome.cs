using System.Text.Json;

namespace AgentBus.Workflows.Execution;

/// <summary>How an attempt ended, as the engine sees it.</summary>
/// <param name="Kind">The typed result.</param>
/// <param name="Output">Present when done.</param>
/// <param name="Code">Machine-readable reason when not done.</param>
/// <param name="Message">Reason in words when not done.</param>
/// <param name="RetryAfter">For rateLimited.</param>
/// <param name="CostUsd">What it cost.</param>
/// <param name="Tokens">Tokens in and out.</param>
/// <param name="Agent">Who did it.</param>
/// <param name="AgentVersion">Its version.</param>
/// <param name="Worker">The process.</param>
/// <param name="Memories">What to remember if this completes the step.</param>
/// <param name="Took">How long the work took; null = not told.</param>
/// <param name="Answers">What single answers of models were worth, as the agent says.</param>
public sealed record AttemptOutcome(
    OutcomeKind Kind,
    JsonElement? Output = null,
    string? Code = null,
    string? Message = null,
    TimeSpan? RetryAfter = null,
    decimal CostUsd = 0,
    long Tokens = 0,
    string? Agent = null,
    string? AgentVersion = null,
    string? Worker = null,
    IReadOnlyList<MemoryNote>? Memories = null,
    TimeSpan? Took = null,
    IReadOnlyList<AnswerWorth>? Answers = null);

/// <summary>The typed results of an attempt.</summary>
public enum OutcomeKind
{
    Done,
    Transient,
    RateLimited,
    InvalidOutput,
    Refused,
    Permanent,
    AskHuman,
}
