namespace AgentBus.Agents.Validation.Checks;

/// <summary>One number for a draft.</summary>
internal static class Confidence
{
    private const double CoverageWeight = 0.1;
    private const double LeastCoverage = 1.0 / 3;
    private const double OffTopic = 0.55;
    private const double ContradictionWeight = 0.02;
    private const int MostContradictions = 5;

    /// <summary>
    /// The mean support of the sentences, where one that has a fault counts nothing; up to a tenth is taken off for words of the topic that
    /// are not spoken of, and up to a tenth for sources that contradict each other. Below a third of the topic's words no support, however good, makes more than 0.55, and less the less is covered: a draft
    /// about something else is for a person to judge.
    /// </summary>
    public static double Of(IReadOnlyCollection<Judgement> judgements, double coverage, int contradictions)
    {
        if (judgements.Count == 0)
        {
            return 0;
        }

        var support = judgements.Average(judgement => judgement.Faults.Count == 0 ? judgement.Support : 0);
        var doubt = (CoverageWeight * (1 - coverage)) + (ContradictionWeight * Math.Min(contradictions, MostContradictions));
        var most = coverage < LeastCoverage ? OffTopic * (0.5 + (coverage / LeastCoverage / 2)) : 1;
        return Math.Round(Math.Clamp(support - doubt, 0, most), 3);
    }
}
