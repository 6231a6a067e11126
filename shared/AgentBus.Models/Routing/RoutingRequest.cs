using AgentBus.Models.Routing.Policies;

namespace AgentBus.Models.Routing;

/// <summary>All a policy may look at. The same request gets the same decision.</summary>
/// <param name="Candidates">The models in configured order, the default first; at least one is eligible.</param>
/// <param name="Utility">What answers are worth to this caller.</param>
internal sealed record RoutingRequest(IReadOnlyList<Candidate> Candidates, Utility Utility)
{
    /// <summary>A number from [0, 1), different for every call, that decides whether to explore; null where the step is not marked safe or the choice must repeat.</summary>
    public double? Draw { get; init; }

    /// <summary>What exploration may cost on average, as a share of the worth of a good answer.</summary>
    public double ExplorationCost { get; init; } = LearnedPolicy.DefaultExplorationCost;

    /// <summary>Whether what the quality models say about single prompts is known to beat the best fixed model; from <see cref="Quality.Advantage"/>.</summary>
    public bool IsLearningProven { get; init; }

    /// <summary>How likely it is that they do, 0 to 1.</summary>
    public double LearningChance { get; init; } = 0.5;

    /// <summary>Those that can take the call.</summary>
    public IEnumerable<Candidate> Eligible => Candidates.Where(c => c.IsEligible);
}
