using AgentBus.Models.Decisions;

namespace AgentBus.ModelGateway.Decisions;

/// <summary>A decision as the API tells it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="At">When it was made.</param>
/// <param name="Tenant">Whose call it was.</param>
/// <param name="Run">Run of the call.</param>
/// <param name="Step">Step of the run.</param>
/// <param name="TaskPath">Task of the step.</param>
/// <param name="Attempt">Attempt of the step.</param>
/// <param name="StepType">Kind of work, as learned from.</param>
/// <param name="Policy">Policy that decided.</param>
/// <param name="PolicyVersion">Version of what its predictions rest on.</param>
/// <param name="Chosen">Model that answered, or the last one tried.</param>
/// <param name="Why">The reason in words.</param>
/// <param name="Propensity">Probability with which the policy chose its first model.</param>
/// <param name="IsExploration">Whether it was chosen to learn from it.</param>
/// <param name="CostUsd">What the call cost, in US dollars.</param>
/// <param name="LatencyMs">Milliseconds from call to answer.</param>
/// <param name="Outcome"><c>answered</c>, or the error code.</param>
/// <param name="Candidates">Every model that was looked at.</param>
/// <param name="Outcomes">What it was worth, oldest first.</param>
internal sealed record DecisionView(
    Guid Id, DateTimeOffset At, string Tenant, Guid? Run, string? Step, string? TaskPath, int? Attempt, string StepType, string Policy, string PolicyVersion, string Chosen, string Why,
    double Propensity, bool IsExploration, decimal CostUsd, double LatencyMs, string Outcome, IReadOnlyList<CandidateView> Candidates, IReadOnlyList<OutcomeView> Outcomes)
{
    public static DecisionView Of(ModelDecision d, IReadOnlyList<ModelOutcome> outcomes) => new(
        d.Id, d.At, d.Tenant, d.RunId, d.Step, d.TaskPath, d.Attempt, d.StepType, d.Policy, d.PolicyVersion, d.Chosen, d.Why,
        d.Propensity, d.IsExploration, d.CostUsd, d.Latency.TotalMilliseconds, d.Outcome,
        [.. d.Candidates.Select(c => new CandidateView(c.Model, c.Obstacle, c.Quality, c.CostUsd, c.Latency?.TotalMilliseconds))],
        [.. outcomes.Select(o => new OutcomeView(o.At, o.Source, o.Quality, o.DecisionId is null))]);
}

/// <summary>A model that was looked at.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Obstacle">Why it could not take the call; missing = it could.</param>
/// <param name="Quality">Predicted quality, 0 to 1.</param>
/// <param name="CostUsd">Predicted cost in US dollars.</param>
/// <param name="LatencyP95Ms">Predicted 95th percentile of its latency, in milliseconds; missing = not known.</param>
internal sealed record CandidateView(string Model, string? Obstacle, double? Quality, decimal? CostUsd, double? LatencyP95Ms);

/// <summary>What a decision was worth.</summary>
/// <param name="At">When it was judged.</param>
/// <param name="Source">Who judged: <c>schema</c>, <c>accept</c>, <c>validation</c>, <c>human</c>, <c>feedback</c>.</param>
/// <param name="Quality">0, worthless, to 1, right.</param>
/// <param name="IsOfAttempt">Whether it judges all calls of the attempt and not this one alone.</param>
internal sealed record OutcomeView(DateTimeOffset At, string Source, double Quality, bool IsOfAttempt);
