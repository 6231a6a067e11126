using AgentBus.Models.Catalogue;
using AgentBus.Models.Gateway;
using AgentBus.Models.Routing;
using AgentBus.Models.Routing.Pacing;
using AgentBus.Models.Routing.Planning;
using AgentBus.Models.Routing.Quality;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Decisions;

/// <summary>
/// The record of one call while it is under way. Each model that answered gets a row of its own: an answer that broke its schema is as much to learn from as the one
/// that took its place.
/// </summary>
internal sealed class DecisionRecord(DecisionWriter writer, CallPacer pacer, CallState state, CallPlan plan, Func<TimeSpan> elapsed, TimeProvider time)
{
    private const string Escalation = "escalation";
    private decimal _before;
    private string? _weaker;

    /// <summary>The answer, with what there is to say about it.</summary>
    public ChatAnswer Answer(Candidate candidate, ChatResponse response)
    {
        response.Usage = state.Bill.Usage;
        Spent();
        var decision = Decision(candidate.Model, ModelDecision.Answered);
        writer.Add(decision, state.Check is null ? null : Outcome(decision, 1));
        return new ChatAnswer(response, candidate.Model.Name, candidate.Model.Provider, decision.Why, state.Bill.CostUsd, elapsed()) { Decision = decision.Id };
    }

    /// <summary>An answer that did not fit and that a stronger model, or a second try, is to take the place of.</summary>
    public void Unfit(Candidate candidate)
    {
        var decision = Decision(candidate.Model, ModelErrorCodes.InvalidOutput);
        (_before, _weaker) = (state.Bill.CostUsd, candidate.Model.Name);
        writer.Add(decision, Outcome(decision, 0));
    }

    public void Failed(ModelError error)
    {
        if (state.Bill.CostUsd > 0)
        {
            Spent();
        }

        writer.Add(Decision(plan.Decision.Chosen.Model, error.Code));
    }

    private void Spent()
    {
        if (plan.Policy != CallPlan.Named)
        {
            pacer.Spent(state.InForce.Options.Pacing, state.Bill.CostUsd);
        }
    }

    private ModelDecision Decision(CatalogueModel model, string outcome)
    {
        var (hints, decision, now) = (state.Call.Hints, plan.Decision, time.GetUtcNow());
        var isFirst = _weaker is null;
        return new ModelDecision(
            Guid.CreateVersion7(now), now, hints.Tenant, hints.Run, hints.Step, hints.TaskPath, hints.Attempt, plan.Task.StepType,
            isFirst ? plan.Policy : Escalation, plan.Version, plan.Prediction.Features.Hash(),
            [.. plan.Candidates.Select(c => new DecisionCandidate(c.Model.Name, c.Obstacle?.Message, c.Expected.Quality.Mean, c.Expected.CostUsd, c.Expected.Latency))],
            model.Name, isFirst ? decision.Propensity : 1, isFirst && decision.IsExploration, Why(model), state.Bill.CostUsd - _before, elapsed(), outcome, Note(model, isFirst));
    }

    /// <summary>The contest says something only where its choice was carried out.</summary>
    private byte[] Note(CatalogueModel model, bool isFirst) =>
        new LearningNote(plan.Prediction.Features, isFirst && model == plan.Decision.Chosen.Model ? plan.Decision.Contest : null).Write();

    private string Why(CatalogueModel model) =>
        _weaker is not null ? $"the answer of {_weaker} did not fit"
        : model == plan.Decision.Chosen.Model ? plan.Decision.Reason
        : $"{plan.Decision.Chosen.Model.Name} could not answer ({state.LastFailure(plan.Decision.Chosen.Model)}); first choice: {plan.Decision.Reason}";

    private static ModelOutcome Outcome(ModelDecision decision, double quality) => new(
        Guid.CreateVersion7(decision.At), decision.Tenant, decision.Id, decision.RunId, decision.Step, decision.Attempt, quality, OutcomeSources.Schema, decision.CostUsd, decision.Latency, decision.At);
}
