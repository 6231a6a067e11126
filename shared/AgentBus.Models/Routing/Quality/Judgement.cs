using AgentBus.Models.Decisions;

namespace AgentBus.Models.Routing.Quality;

/// <summary>What an outcome says about the model that was chosen.</summary>
internal static class Judgement
{
    private const string Answered = "answered";

    /// <summary>
    /// Whether it says anything. Of an answer that was not used only its schema tells: the attempt's outcome is that of the answer in its place. That an answer fits its schema
    /// tells something where nobody else will judge it; a step's attempt always is.
    /// </summary>
    public static bool Teaches(OutcomeCredit credit) => credit.Outcome.Source == OutcomeSources.Schema
        ? credit.Outcome.Quality < 1 || credit.Decision.RunId is null
        : credit.Decision.Outcome == Answered;

    /// <summary>The decision with what came of it; cost and latency count as predicted, in the worth of both choices alike.</summary>
    public static JudgedDecision Of(ModelDecision decision, Contest contest, double quality)
    {
        var fixedChoice = contest.Learned == contest.Fixed ? 0 : 1;
        var chosen = decision.Chosen == contest.Learned ? 0 : decision.Chosen == contest.Fixed ? 1 : 2;
        double[] predicted = [contest.LearnedWorth, contest.FixedWorth];
        var expected = decision.Candidates.FirstOrDefault(c => c.Model == decision.Chosen)?.Quality ?? quality;
        return new JudgedDecision(chosen, decision.Propensity, Learned: 0, fixedChoice, chosen < predicted.Length ? predicted[chosen] + quality - expected : 0, predicted);
    }
}
