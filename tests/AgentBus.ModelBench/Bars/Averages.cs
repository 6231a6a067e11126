using AgentBus.Models.Routing.Evaluation;

namespace AgentBus.ModelBench.Bars;

/// <summary>Figures of the learned router, averaged over splits.</summary>
internal static class Averages
{
    private static readonly int[] Seeds = [1, 2, 3];

    /// <summary>Means over three cross-validations.</summary>
    public static RouterFigures CrossValidated(IReadOnlyList<LabelledCall> calls, EvaluationSettings settings)
    {
        var all = Seeds.Select(seed => Learned(OfflineEvaluation.Run(calls, settings with { Seed = seed }))).ToList();
        return new RouterFigures("learned", all.Average(f => f.Apgr), all.Average(f => f.Cpt50), all.Average(f => f.Cpt80), all.Average(f => f.ExactApgr));
    }

    /// <summary>Three passes from nothing, each in another order.</summary>
    public static IReadOnlyList<OnlineFigures> Online(IReadOnlyList<LabelledCall> calls, EvaluationSettings settings) =>
        [.. Seeds.Select(seed => OnlineEvaluation.Run(calls, settings with { Seed = seed }, OnlineEvaluation.Tenths))];

    public static RouterFigures Learned(EvaluationReport report) => report.Routers.Single(router => router.Router == "learned");
}
