using AgentBus.Models.Routing.Policies;

namespace AgentBus.Models.Routing;

/// <summary>A call to <c>auto</c>, as a policy sees it.</summary>
/// <param name="Candidates">In configured order; one at least is eligible, since <c>extractive</c> always is.</param>
/// <param name="Utility">What answers are worth to this caller.</param>
internal sealed record RoutingCall(IReadOnlyList<Candidate> Candidates, Utility Utility)
{
    /// <summary>A number in [0, 1), different for every call, that decides whether to explore; null where the step is not marked safe or the choice must repeat.</summary>
    public double? Draw { get; init; }

    /// <summary>Whether what the quality models say about single prompts is known to beat the best fixed model; from <see cref="Quality.Advantage"/>.</summary>
    public bool IsLearningProven { get; init; }

    /// <summary>Those that can take the call; <c>extractive</c>, which can take any, only where there is no other.</summary>
    public IEnumerable<Candidate> Eligible
    {
        get
        {
            var able = Candidates.Where(candidate => candidate.IsEligible);
            var models = able.Where(candidate => !candidate.IsLastResort);
            return models.Any() ? models : able;
        }
    }
}
