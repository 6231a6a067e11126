using AgentBus.Models.Decisions;

namespace AgentBus.ModelGateway.Decisions;

/// <summary>The last decisions, newest first.</summary>
internal sealed record DecisionList(IReadOnlyList<DecisionLine> Items)
{
    public static DecisionList Of(IEnumerable<ModelDecision> decisions) => new([.. decisions.Select(d => new DecisionLine(
        d.Id, d.At, d.RunId, d.Step, d.Attempt, d.StepType, d.Policy, d.Chosen, d.Why, d.CostUsd, d.Latency.TotalMilliseconds, d.Outcome))]);
}

/// <summary>A decision in the list; <see cref="DecisionView"/> has all of it.</summary>
internal sealed record DecisionLine(
    Guid Id, DateTimeOffset At, Guid? Run, string? Step, int? Attempt, string StepType, string Policy, string Chosen, string Why, decimal CostUsd, double LatencyMs, string Outcome);
