using AgentBus.Models.Catalogue;

namespace AgentBus.Models.Routing.Planning;

/// <summary>Where a call goes, and how that was decided.</summary>
/// <param name="Task">What is to be done.</param>
/// <param name="Candidates">Every model looked at.</param>
/// <param name="Decision">The ranking.</param>
/// <param name="Policy">Name of the policy; <c>named</c> where the caller chose.</param>
/// <param name="Version">Version of what the predictions rest on.</param>
/// <param name="Prediction">What the predictions were made from.</param>
internal sealed record CallPlan(RoutingTask Task, IReadOnlyList<Candidate> Candidates, RoutingDecision Decision, string Policy, string Version, Prediction Prediction)
{
    public const string Named = "named";

    /// <summary>Eligible candidates stronger than one, the weakest of them first. A built-in model that is there for want of others is none.</summary>
    public IReadOnlyList<Candidate> StrongerThan(Candidate candidate) => Strength.Above(candidate, Decision.Ranking.Where(c => !ModelCatalogue.IsBuiltIn(c.Model)));
}
