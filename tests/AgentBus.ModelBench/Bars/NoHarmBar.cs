using AgentBus.ModelBench.Data;
using AgentBus.ModelBench.Report;
using AgentBus.Models.Routing.Evaluation;
using AgentBus.Models.Routing.Policies;

namespace AgentBus.ModelBench.Bars;

/// <summary>
/// The learned policy beside the best fixed model in hindsight, on both sets and on one whose outcomes have nothing to do with the prompts, at several prices of the strong
/// model: with the outcomes of both models known, and as live traffic, where first of all the better model must be found out.
/// </summary>
internal sealed class NoHarmBar(RoutingData data) : IBar
{
    /// <summary>Orders of the calls that live passes are averaged over: in a single one chance decides more than the policy.</summary>
    private const int Orders = 4;

    /// <summary>What the strong model costs more, in points of quality.</summary>
    private static readonly double[] Prices = [0, 0.05, 0.1, 0.15, 0.2, 0.3];

    /// <summary>Half a point beside what exploration may cost.</summary>
    private const double Allowed = 0.5 + (LearnedPolicy.DefaultExplorationCost * 100);

    /// <summary>Calls of a set that is long enough to ask something of a live pass.</summary>
    private const int Enough = 5_000;

    public string Id => "R11";

    public Figure Measure()
    {
        (string Name, IReadOnlyList<PreparedCall> Calls)[] sets = [("MMLU", Prepared(data.Mmlu)), ("GSM8K", Prepared(data.Gsm)), ("no signal", Prepared(NoSignal(data.Mmlu)))];
        var known = sets.Select(set => Known(set.Name, set.Calls)).ToList();
        return Figure.AtMost("points a call behind the best fixed model in hindsight, both outcomes known, worst of all", known.Max(part => part.Value), 0.5, 0)
            .With([.. known, .. sets.SelectMany(set => Live(set.Name, set.Calls))]);
    }

    private static Figure Known(string name, IReadOnlyList<PreparedCall> calls)
    {
        var losses = Losses(calls, isLive: false, orders: 1);
        return Figure.AtMost($"{name}, both outcomes known, worst {Extremes(losses)}", losses.Max(loss => loss.Points.All), 0.5, 0);
    }

    /// <summary>To find out which of two models is better, when nothing is known of them, costs about as many good answers in 1,300 calls as in 7,000: too much for half a point of the small set.</summary>
    private static IEnumerable<Figure> Live(string name, IReadOnlyList<PreparedCall> calls)
    {
        var losses = Losses(calls, isLive: true, Orders);
        var mean = losses.Average(loss => loss.Points.All);
        var what = FormattableString.Invariant($"{name}, cold and live, all {calls.Count:N0} calls, mean of {Prices.Length} prices");
        yield return calls.Count >= Enough ? Figure.AtMost(what, mean, Allowed, 0) : Figure.Told(what, mean);
        yield return Figure.Told($"the same, worst {Extremes(losses)}", losses.Max(loss => loss.Points.All));
        yield return Figure.Told("the same, second half of the calls, mean of the prices", losses.Average(loss => loss.Points.SecondHalf));
    }

    private static List<(double Price, (double All, double SecondHalf) Points)> Losses(IReadOnlyList<PreparedCall> calls, bool isLive, int orders) =>
    [
        .. Prices.AsParallel().AsOrdered().Select(price =>
        {
            var passes = Enumerable.Range(1, orders).Select(seed => new PricedPass(calls, price, seed) { IsLive = isLive }.Play()).ToList();
            return (price, (passes.Average(pass => pass.All) * 100, passes.Average(pass => pass.SecondHalf) * 100));
        }),
    ];

    private static string Extremes(List<(double Price, (double All, double SecondHalf) Points)> losses)
    {
        var (worst, best) = (losses.MaxBy(loss => loss.Points.All), losses.MinBy(loss => loss.Points.All));
        return FormattableString.Invariant($"at price {worst.Price:0.##} (best {Math.Round(-best.Points.All, 2) + 0:+0.00;-0.00} at {best.Price:0.##})");
    }

    private static List<PreparedCall> Prepared(IEnumerable<LabelledCall> calls) => [.. calls.Select(PreparedCall.Of)];

    /// <summary>The same prompts with outcomes drawn for each model by its rate alone.</summary>
    private static IEnumerable<LabelledCall> NoSignal(IEnumerable<LabelledCall> calls)
    {
        var random = new Random(11);
        return calls.Select(call => call with { Quality = [random.NextDouble() < 0.8 ? 1 : 0, random.NextDouble() < 0.68 ? 1 : 0] });
    }
}
