namespace AgentBus.Models.Routing;

/// <summary>Which model answers, and why.</summary>
/// <param name="Ranking">The eligible candidates, the chosen one first, the others in the order they are to be tried when it fails.</param>
/// <param name="Reason">Why, in words for a person.</param>
/// <param name="Propensity">Probability with which the first was chosen, 0 to 1.</param>
/// <param name="IsExploration">Whether it was chosen to learn from it.</param>
internal sealed record RoutingDecision(IReadOnlyList<Candidate> Ranking, string Reason, double Propensity = 1, bool IsExploration = false)
{
    public Candidate Chosen => Ranking[0];

    /// <summary>What the prompt's predictions asked for beside the best fixed choice; null where the policy does not learn.</summary>
    public Contest? Contest { get; init; }
}
