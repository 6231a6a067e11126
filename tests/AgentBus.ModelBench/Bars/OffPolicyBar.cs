using AgentBus.ModelBench.Data;
using AgentBus.ModelBench.Report;
using AgentBus.Models.Routing.Evaluation;
using AgentBus.Models.Routing.Features;
using AgentBus.Models.Routing.OffPolicy;

namespace AgentBus.ModelBench.Bars;

/// <summary>
/// 7,000 calls of MMLU logged by one policy (longest prompts to the strong model, half of the calls, 10 % exploration) and another one (the learned router at the same share)
/// evaluated on these logs, many times over. The truth is what the other policy earns on the same calls.
/// </summary>
internal sealed class OffPolicyBar(RoutingData data) : IBar
{
    private const int Logs = 7_000;
    private const int Draws = 100;
    private const double Exploration = 0.1;

    /// <summary>Errors shrink with the square root of the logs; the bar was set for 10,000.</summary>
    private static readonly double Scale = Math.Sqrt(10_000.0 / Logs);

    private readonly IReadOnlyList<LabelledCall> _calls = [.. data.Mmlu.Take(Logs)];

    public string Id => "R9";

    public Figure Measure()
    {
        var features = _calls.Select(call => PromptFeatures.Of(call.Prompt)).ToList();
        var logged = Half([.. _calls.Select(call => (double)call.Prompt.Length)]);
        var target = Half(LearnedGains());
        var truth = _calls.Select((call, index) => call.Quality[Model(target[index])]).Average();
        var estimates = Enumerable.Range(1, Draws).Select(seed => OffPolicyEstimate.Of(OffPolicyEvaluation.Choices(Log(logged, target, seed), features))).ToList();
        double Error(Func<OffPolicyEstimate, Interval> of) => P95(estimates.Select(estimate => Math.Abs(of(estimate).Value - truth) * 100));
        return Figure.AtMost($"doubly robust, 95th percentile of the error in points, {Logs:N0} logs", Error(e => e.DoublyRobust), 2.2 * Scale, 1.5 * Scale).With(
            Figure.AtLeast("share of 95 % intervals that hold the truth, doubly robust", estimates.Average(e => e.DoublyRobust.Contains(truth) ? 1 : 0), 0.95, 0.95),
            Figure.Told("IPS, 95th percentile of the error in points", Error(e => e.Ips)),
            Figure.Told("SNIPS, the same", Error(e => e.Snips)));
    }

    private double[] LearnedGains()
    {
        var predicted = Predictions.CrossValidated([.. _calls.Select(PreparedCall.Of)], RoutingData.Settings);
        return predicted.Gains(RoutingData.Strong, RoutingData.Weak);
    }

    private List<LoggedCall> Log(bool[] logged, bool[] target, int seed)
    {
        var random = new Random(seed);
        return [.. _calls.Select((call, index) =>
        {
            var isStrong = random.NextDouble() < Exploration ? random.NextDouble() < 0.5 : logged[index];
            var propensity = isStrong == logged[index] ? 1 - (Exploration / 2) : Exploration / 2;
            return new LoggedCall(call.Prompt, call.StepType, Name(isStrong), propensity, call.Quality[Model(isStrong)], Name(target[index]));
        })];
    }

    private static bool[] Half(double[] scores)
    {
        var middle = scores.Order().ElementAt(scores.Length / 2);
        return [.. scores.Select(score => score >= middle)];
    }

    private static int Model(bool isStrong) => isStrong ? RoutingData.Strong : RoutingData.Weak;

    private static string Name(bool isStrong) => isStrong ? "strong" : "weak";

    private static double P95(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[(int)Math.Ceiling(sorted.Count * 0.95) - 1];
    }
}
