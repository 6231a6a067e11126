namespace AgentBus.Models.Routing.Policies;

/// <summary>
/// The model with the highest utility by the quality predicted for this step type and prompt. While that is not proven to beat the best fixed choice, the fixed choice; and on
/// steps marked safe now and then any other, to learn.
/// </summary>
/// <param name="explorationCost">What exploration may cost on average, as a share of the worth of a good answer.</param>
internal sealed class LearnedPolicy(double explorationCost = LearnedPolicy.DefaultExplorationCost) : IRoutingPolicy
{
    /// <summary>A fifth of a point: exploration is dear where models differ much, and rare there; where they are worth about the same it is nearly free, and frequent.</summary>
    public const double DefaultExplorationCost = 0.002;

    /// <summary>Explored at most, once every candidate is known a little.</summary>
    private const double Most = 0.2;

    /// <summary>Outcomes that every candidate gets at first.</summary>
    private const double First = 30;

    /// <summary>Explored until then.</summary>
    private const double AtFirst = 0.5;

    public string Name => RoutingPolicies.Learned;

    public RoutingDecision Choose(RoutingCall call)
    {
        var eligible = call.Eligible.ToList();
        var learned = eligible.MaxBy(c => call.Utility.Of(c.Forecast))!;
        var fixedChoice = eligible.MaxBy(c => call.Utility.Fixed(c.Forecast))!;
        var preferred = call.IsLearningProven ? learned : fixedChoice;
        var explorer = new Explorer(eligible.Count, call.Draw is null ? 0 : Share(call.Utility, preferred, eligible));
        var chosen = eligible[explorer.Draw(eligible.IndexOf(preferred), call.Draw ?? 0)];
        return new RoutingDecision(chosen.Model, Reason(chosen, preferred, call.IsLearningProven))
        {
            Propensity = explorer.Propensity(isPreferred: chosen == preferred), IsExploration = chosen != preferred, Learned = learned.Model, Fixed = fixedChoice.Model,
        };
    }

    /// <summary>As much as the allowed cost pays for, when each explored call costs what candidates are on average worth less than the preferred one.</summary>
    private double Share(Utility utility, Candidate preferred, List<Candidate> eligible)
    {
        if (explorationCost <= 0 || eligible.Count < 2)
        {
            return 0;
        }

        var lost = eligible.Average(c => Math.Max(0, utility.Fixed(preferred.Forecast) - utility.Fixed(c.Forecast))) / utility.SuccessUsd;
        return eligible.Min(c => c.Forecast.Outcomes) < First ? AtFirst : Math.Min(Most, explorationCost / Math.Max(1e-9, lost));
    }

    private static string Reason(Candidate chosen, Candidate preferred, bool isProven) =>
        chosen != preferred ? $"explores: {preferred.Model.Name} would be the choice, another one is tried on a few calls of steps marked safe"
        : isProven ? $"most worth for this prompt: {Expectation.ForPrompt(chosen)}"
        : $"best fixed choice, since choosing by step type and prompt is not proven to do better yet: {Expectation.Fixed(chosen)}";
}
