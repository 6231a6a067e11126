namespace AgentBus.Models.Routing.Policies;

/// <summary>
/// The model with the highest utility by the quality predicted for this step type and prompt. While that is not proven to beat the best fixed choice, the fixed choice; and on
/// steps marked safe now and then any other, to learn.
/// </summary>
internal sealed class LearnedPolicy : IRoutingPolicy
{
    /// <summary>A fifth of a point: exploration is dear where models differ much, and rare there; where they are worth about the same it is nearly free, and frequent.</summary>
    public const double DefaultExplorationCost = 0.002;

    /// <summary>Explored at most, once every candidate is known a little.</summary>
    private const double Most = 0.2;

    /// <summary>Outcomes that every candidate gets at first.</summary>
    private const double First = 30;

    /// <summary>Explored until then.</summary>
    private const double AtFirst = 0.5;

    public string Name => "learned";

    public RoutingDecision Choose(RoutingRequest request)
    {
        var (eligible, utility, isProven) = (request.Eligible.ToList(), request.Utility, request.IsLearningProven);
        var learned = eligible.MaxBy(c => utility.Of(c.Expected))!;
        var fixedChoice = eligible.MaxBy(c => utility.Fixed(c.Expected))!;
        var preferred = isProven ? learned : fixedChoice;
        var explorer = new Explorer(eligible.Count, request.Draw is null ? 0 : Share(request, preferred, eligible));
        var chosen = eligible[explorer.Draw(eligible.IndexOf(preferred), request.Draw ?? 0)];
        var others = eligible.Where(c => c != chosen).OrderByDescending(c => isProven ? utility.Of(c.Expected) : utility.Fixed(c.Expected));
        return new RoutingDecision([chosen, .. others], Reason(chosen, preferred, isProven), explorer.Propensity(isPreferred: chosen == preferred), chosen != preferred)
        {
            Contest = new Contest(learned.Model.Name, fixedChoice.Model.Name, utility.Of(learned.Expected) / utility.SuccessUsd, utility.Of(fixedChoice.Expected) / utility.SuccessUsd),
        };
    }

    /// <summary>As much as the allowed cost pays for, when each explored call costs what candidates are on average worth less than the preferred one.</summary>
    private static double Share(RoutingRequest request, Candidate preferred, List<Candidate> eligible)
    {
        var (allowed, utility) = (request.ExplorationCost, request.Utility);
        if (allowed <= 0 || eligible.Count < 2)
        {
            return 0;
        }

        var lost = eligible.Average(c => Math.Max(0, utility.Fixed(preferred.Expected) - utility.Fixed(c.Expected))) / utility.SuccessUsd;
        return eligible.Min(c => c.Expected.Quality.Outcomes) < First ? AtFirst : Math.Min(Most, allowed / Math.Max(1e-9, lost));
    }

    private static string Reason(Candidate chosen, Candidate preferred, bool isProven) =>
        chosen != preferred ? $"explores: {preferred.Model.Name} would be the choice, another one is tried on a few calls of steps marked safe"
        : isProven ? $"most worth for this prompt: {InWords.ForPrompt(chosen)}"
        : $"best fixed choice, since choosing by step type and prompt is not proven to do better yet: {InWords.Fixed(chosen)}";
}
