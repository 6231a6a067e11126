namespace AgentBus.Models.Routing.Policies;

/// <summary>
/// The model with the highest utility by the quality predicted for this step type and prompt. While that is not proven to beat the best fixed choice, the fixed choice; and on
/// steps marked safe any other as often as it may be better after all, to learn.
/// </summary>
internal sealed class LearnedPolicy : IRoutingPolicy
{
    /// <summary>A tenth of a point: exploration is dear where models differ much, and rare there; where they are worth about the same it is nearly free, and frequent.</summary>
    public const double DefaultExplorationCost = 0.001;

    /// <summary>Explored at most for its being cheap.</summary>
    private const double Most = 0.2;

    /// <summary>
    /// Where predictions ask for another model than the best fixed choice they get so many of the calls, times the chance that they are right: without that they could never prove
    /// themselves, and the calls on which both agree prove nothing.
    /// </summary>
    private const double Trial = 0.6;

    public string Name => "learned";

    public RoutingDecision Choose(RoutingRequest request)
    {
        var (eligible, utility, isProven) = (request.Eligible.ToList(), request.Utility, request.IsLearningProven);
        var learned = eligible.MaxBy(c => utility.Of(c.Expected))!;
        var fixedChoice = eligible.MaxBy(c => utility.Fixed(c.Expected))!;
        var preferred = isProven ? learned : fixedChoice;
        var lottery = request.Draw is null || request.ExplorationCost <= 0 || eligible.Count < 2 ? Lottery.Of(eligible.Count, eligible.IndexOf(preferred))
            : Odds(request, eligible, eligible.IndexOf(learned), eligible.IndexOf(fixedChoice));
        var drawn = lottery.Draw(request.Draw ?? 0);
        var chosen = eligible[drawn];
        var others = eligible.Where(c => c != chosen).OrderByDescending(c => isProven ? utility.Of(c.Expected) : utility.Fixed(c.Expected));
        return new RoutingDecision([chosen, .. others], Reason(chosen, preferred, isProven), lottery[drawn], chosen != preferred)
        {
            Contest = new Contest(learned.Model.Name, fixedChoice.Model.Name, utility.Of(learned.Expected) / utility.SuccessUsd, utility.Of(fixedChoice.Expected) / utility.SuccessUsd),
        };
    }

    /// <summary>
    /// Once proven, what is predicted. Until then each model as often as it may be the best fixed choice, and a share to what is predicted. Beside that all alike, as much as the allowed
    /// cost pays for, when each such call costs what candidates are on average worth less than the best fixed choice.
    /// </summary>
    private static Lottery Odds(RoutingRequest request, List<Candidate> eligible, int learned, int fixedChoice)
    {
        var utility = request.Utility;
        var best = utility.Fixed(eligible[fixedChoice].Expected);
        var lost = eligible.Average(c => best - utility.Fixed(c.Expected)) / utility.SuccessUsd;
        var share = Math.Min(Most, request.ExplorationCost / Math.Max(1e-9, lost));
        var odds = request.IsLearningProven ? Lottery.Of(eligible.Count, learned) : Lottery.Of(Contenders.Chances(eligible, utility));
        return (request.IsLearningProven || learned == fixedChoice ? odds : odds.With(Trial * request.LearningChance, learned)).WithAll(share);
    }

    private static string Reason(Candidate chosen, Candidate preferred, bool isProven) =>
        chosen != preferred ? $"explores: {preferred.Model.Name} would be the choice, another one is tried on a few calls of steps marked safe"
        : isProven ? $"most worth for this prompt: {InWords.ForPrompt(chosen)}"
        : $"best fixed choice, since choosing by step type and prompt is not proven to do better yet: {InWords.Fixed(chosen)}";
}
