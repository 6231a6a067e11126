namespace AgentBus.Agents.Validation.Checks;

/// <summary>Joins the word checks with what a judge says.</summary>
internal static class Verdict
{
    private const double FaultySupport = 0.3;

    /// <summary>A claim that its passage says word for word needs no judge.</summary>
    public static Judgement? WithoutJudge(Claim claim) =>
        Verbatim.Supports(claim.Text, claim.Passage) ? new Judgement { Id = claim.Id, Support = 1, Faults = [] } : null;

    /// <summary>The judge's faults, and those of the words that it did not see.</summary>
    public static Judgement With(Claim claim, Judgement judged)
    {
        var own = WordChecks.Of(claim.Text, claim.Passage).Where(fault => !judged.Faults.Any(other => other.Kind == fault.Kind));
        var faults = judged.Faults.Concat(own).ToList();
        var support = Math.Clamp(judged.Support, 0, 1);
        return new Judgement { Id = claim.Id, Support = faults.Count == 0 ? support : Math.Min(support, FaultySupport), Faults = faults };
    }
}
