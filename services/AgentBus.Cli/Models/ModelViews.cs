using System.Text.Json.Serialization;

namespace AgentBus.Cli.Models;

// What the command line reads of the model gateway's answers; members it does not show are left out.

internal sealed record ModelAnswer(IReadOnlyList<ModelChoice>? Choices, ModelRoute? Agentbus);

internal sealed record ModelChoice(ModelMessage? Message, [property: JsonPropertyName("finish_reason")] string? FinishReason);

internal sealed record ModelMessage(string? Content);

internal sealed record ModelRoute(string Model, string Provider, string Reason, decimal CostUsd, double LatencyMs, bool Repeated, Guid? Decision = null, string? Cache = null);

internal sealed record DecisionDetails(
    Guid Id, DateTimeOffset At, string Tenant, Guid? Run, string? Step, int? Attempt, string StepType, string Policy, string PolicyVersion, string Chosen, string Why, double Propensity,
    bool IsExploration, decimal CostUsd, double LatencyMs, string Outcome, IReadOnlyList<DecisionCandidate> Candidates, IReadOnlyList<DecisionOutcome> Outcomes);

internal sealed record DecisionCandidate(string Model, string? Obstacle, double? Quality, decimal? CostUsd, double? LatencyP95Ms);

internal sealed record DecisionOutcome(DateTimeOffset At, string Source, double Quality, bool IsOfAttempt);

internal sealed record DecisionPage(IReadOnlyList<DecisionSummary> Items);

internal sealed record DecisionSummary(Guid Id, DateTimeOffset At, string? Step, int? Attempt, string StepType, string Chosen, decimal CostUsd, double LatencyMs, string Outcome);
