using AgentBus.Models.Routing.Pacing;
using AgentBus.Models.Routing.Policies;
using AgentBus.Models.Routing.Quality;

namespace AgentBus.Models.Routing.Evaluation;

/// <summary>Plays labelled calls once as live traffic: the router starts knowing nothing, sees the outcome of the model it called and no other, and holds a share of dear calls.</summary>
public static class OnlineEvaluation
{
    /// <summary>Share of calls on which either model is tried.</summary>
    private const double Exploration = 0.03;

    private const double Prior = 0.5;

    /// <summary>The shares of <see cref="OnlineFigures.MeanPgr"/>: a tenth to nine tenths.</summary>
    public static IReadOnlyList<double> Tenths { get; } = [.. Enumerable.Range(1, 9).Select(tenth => tenth / 10.0)];

    /// <summary>Plays the calls in a drawn order, once for each share.</summary>
    /// <param name="calls">The calls.</param>
    /// <param name="settings">The models and the seed.</param>
    /// <param name="shares">Shares of calls to the dearest model.</param>
    public static OnlineFigures Run(IReadOnlyList<LabelledCall> calls, EvaluationSettings settings, IReadOnlyList<double> shares)
    {
        var prepared = calls.Select(PreparedCall.Of).ToList();
        var order = Split.Shuffled(calls.Count, settings.Seed);
        var all = shares.Select(share => Play(prepared, order, settings, share)).ToList();
        return new OnlineFigures(calls.Count, all.Average(figures => figures.Pgr), all.Max(figures => Math.Abs(figures.Held - figures.Share)), all);
    }

    private static OnlineShare Play(List<PreparedCall> calls, int[] order, EvaluationSettings settings, double share)
    {
        var (strong, weak) = (settings.Strong, settings.Weak);
        QualityModel[] models = [new(Prior), new(Prior)];
        var (pacer, random) = (new SharePacer(share), new Random(settings.Seed));
        var (quality, taken) = (0.0, 0);
        foreach (var call in order.Select(index => calls[index]))
        {
            var gain = models[1].Predict(call.Features, call.StepType) - models[0].Predict(call.Features, call.StepType);
            var choice = Lottery.Of(2, pacer.Takes(gain) ? 1 : 0).WithAll(Exploration).Draw(random.NextDouble());
            var outcome = call.Quality[choice == 1 ? strong : weak];
            models[choice].Fold(call.Features, call.StepType, outcome);
            pacer.Fold(gain, choice == 1);
            (quality, taken) = (quality + outcome, taken + choice);
        }

        var (high, low, mean) = (calls.Average(call => call.Quality[strong]), calls.Average(call => call.Quality[weak]), quality / calls.Count);
        return new OnlineShare(share, (double)taken / calls.Count, mean, (mean - low) / (high - low));
    }
}
