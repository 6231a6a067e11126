using System.Globalization;
using AgentBus.Models.Routing.OffPolicy;

namespace AgentBus.Models.Routing.Evaluation;

/// <summary>Replays labelled calls: what the learned router would have chosen at every budget, beside each model alone, prompt length and chance.</summary>
public static class OfflineEvaluation
{
    private const int BudgetSteps = 10;

    /// <summary>Evaluates the learned router.</summary>
    /// <param name="calls">The calls; as many outcomes each as the settings have models.</param>
    /// <param name="settings">How.</param>
    public static EvaluationReport Run(IReadOnlyList<LabelledCall> calls, EvaluationSettings settings)
    {
        var prepared = calls.Select(PreparedCall.Of).ToList();
        var draws = settings.Labels is { } labels
            ? Enumerable.Range(0, settings.Draws).Select(draw => Predictions.OfDraw(prepared, labels, settings, draw)).ToList()
            : [Predictions.CrossValidated(prepared, settings)];
        var (strong, weak) = (settings.Strong, settings.Weak);
        return new EvaluationReport(
            calls.Count, draws.Sum(draw => draw.Calls.Count), settings.Models[strong].Name, settings.Models[weak].Name,
            [.. settings.Models.Select((model, index) => new ModelFigures(model.Name, prepared.Average(call => call.Quality[index]), model.Cost))],
            [.. Routers(draws, settings)], Budgets(draws, settings), AtHalf(draws[0], strong, weak));
    }

    private static IEnumerable<RouterFigures> Routers(List<Predictions> draws, EvaluationSettings settings)
    {
        var (strong, weak) = (settings.Strong, settings.Weak);
        yield return Mean("learned", draws, draw => draw.Gains(strong, weak), strong, weak);
        yield return Mean("prompt length", draws, Lengths, strong, weak);
        yield return Mean("random", draws, draw => Chance(draw.Calls.Count, settings.Seed), strong, weak);
    }

    private static RouterFigures Mean(string router, List<Predictions> draws, Func<Predictions, double[]> scores, int strong, int weak) =>
        RouterFigures.Mean([.. draws.Select(draw => RouterFigures.Of(router, scores(draw), draw.Outcomes(strong), draw.Outcomes(weak)))]);

    private static double[] Lengths(Predictions draw) => [.. draw.Calls.Select(call => (double)call.Length)];

    private static double[] Chance(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextDouble())];
    }

    private static BudgetFigures[] Budgets(List<Predictions> draws, EvaluationSettings settings)
    {
        var (strong, weak) = (settings.Strong, settings.Weak);
        var costs = settings.Models.Select(model => model.Cost).ToArray();
        var learned = draws.Select(draw => new CostCurve(draw.Quality, [.. draw.Calls.Select(call => call.Quality)], costs)).ToList();
        var lengths = draws.Select(draw => RoutingCurve.Exact(Lengths(draw), draw.Outcomes(strong), draw.Outcomes(weak))).ToList();
        var (low, high) = (draws.Average(draw => draw.Outcomes(weak).Average()), draws.Average(draw => draw.Outcomes(strong).Average()));
        return [.. Enumerable.Range(0, BudgetSteps + 1).Select(step => (double)step / BudgetSteps).Select(budget =>
        {
            var cost = costs[weak] + (budget * (costs[strong] - costs[weak]));
            return new BudgetFigures(budget, cost, learned.Average(curve => curve.QualityAt(cost)), lengths.Average(curve => curve.QualityAt(budget)), low + (budget * (high - low)));
        })];
    }

    /// <summary>Whether the half of the calls with the highest predicted gain gains more than the other half; where it does not, a fixed model is the better choice.</summary>
    private static string AtHalf(Predictions draw, int strong, int weak)
    {
        var gains = draw.Gains(strong, weak);
        var middle = gains.Order().ElementAt(gains.Length / 2);
        var actual = draw.Calls.Select(call => call.Quality[strong] - call.Quality[weak]).ToArray();
        var mean = actual.Average();
        var edge = Interval.OfMean([.. gains.Zip(actual, (gain, real) => (gain >= middle ? 0.5 : -0.5) * (real - mean))]);
        var points = string.Create(CultureInfo.InvariantCulture, $"{edge.Value * 100:+0.00;-0.00} points at half of the budget over calls drawn by chance, 95 % interval {edge.Low * 100:+0.00;-0.00} to {edge.High * 100:+0.00;-0.00}");
        return edge.Low > 0 ? $"the learned router is of use: {points}" : $"take a fixed model, the learned router is not shown to be of use: {points}";
    }
}
