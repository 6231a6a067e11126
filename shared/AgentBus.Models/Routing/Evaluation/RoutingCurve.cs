namespace AgentBus.Models.Routing.Evaluation;

/// <summary>
/// Mean quality of routed answers over the share of calls that go to the strong model, by RouteLLM's definitions (arXiv 2406.18665, section 3, and its
/// evaluation code): PGR = (quality - weak) / (strong - weak), APGR = the mean of PGR over the shares, CPT(x) = the smallest share that reaches PGR x.
/// </summary>
public sealed class RoutingCurve
{
    private const int Bins = 10;
    private readonly IReadOnlyList<CurvePoint> _points;
    private readonly double _strong;
    private readonly double _weak;

    private RoutingCurve(IReadOnlyList<CurvePoint> points, double strong, double weak) => (_points, _strong, _weak) = (points, strong, weak);

    /// <summary>The points, by share.</summary>
    public IReadOnlyList<CurvePoint> Points => _points;

    /// <summary>The area between the curve and the weak model over that between the models; 0.5 = as good as chance. NaN when the models do equally well.</summary>
    public double Apgr => Area() / ((_points[^1].StrongShare - _points[0].StrongShare) * (_strong - _weak));

    /// <summary>The curve of RouteLLM's code: thresholds at the deciles of the scores, <c>&gt;=</c> for all but the last, which is <c>&gt;</c>.</summary>
    /// <param name="scores">One for each call; a higher one asks more for the strong model.</param>
    /// <param name="strong">Quality of the strong model's answer to each call.</param>
    /// <param name="weak">Quality of the weak model's.</param>
    public static RoutingCurve Deciles(IReadOnlyList<double> scores, IReadOnlyList<double> strong, IReadOnlyList<double> weak)
    {
        var sorted = scores.Order().ToArray();
        var points = Enumerable.Range(0, Bins + 1)
            .Select(bin => (Threshold: Quantile(sorted, (double)bin / Bins), IsLast: bin == Bins))
            .Select(cut => Cut(scores, strong, weak, score => cut.IsLast ? score > cut.Threshold : score >= cut.Threshold));
        return new RoutingCurve([.. points.OrderBy(point => point.StrongShare)], strong.Average(), weak.Average());
    }

    /// <summary>The curve with a point after every call, highest score first; calls of the same score count as one step, which no order of theirs can flatter.</summary>
    public static RoutingCurve Exact(IReadOnlyList<double> scores, IReadOnlyList<double> strong, IReadOnlyList<double> weak)
    {
        var (count, quality) = ((double)scores.Count, weak.Sum());
        List<CurvePoint> points = [new(0, quality / count)];
        var routed = 0;
        foreach (var tied in Enumerable.Range(0, scores.Count).GroupBy(call => scores[call]).OrderByDescending(group => group.Key))
        {
            foreach (var call in tied)
            {
                (routed, quality) = (routed + 1, quality + strong[call] - weak[call]);
            }

            points.Add(new CurvePoint(routed / count, quality / count));
        }

        return new RoutingCurve(points, strong.Average(), weak.Average());
    }

    /// <summary>Performance gap recovered at a quality: 0 = the weak model's, 1 = the strong model's.</summary>
    public double Pgr(double quality) => (quality - _weak) / (_strong - _weak);

    /// <summary>The smallest share of strong calls that reaches a PGR, on straight lines between the points; 1 where no point does.</summary>
    /// <param name="pgr">Such as 0.5.</param>
    public double CallsFor(double pgr)
    {
        var asked = _weak + (pgr * (_strong - _weak));
        for (var i = 0; i < _points.Count; i++)
        {
            if (_points[i].Quality >= asked)
            {
                return i == 0 ? _points[0].StrongShare : Between(_points[i - 1], _points[i], asked);
            }
        }

        return 1;
    }

    /// <summary>Mean quality at a share of strong calls, on straight lines between the points.</summary>
    public double QualityAt(double share)
    {
        var after = 0;
        while (after < _points.Count - 1 && _points[after].StrongShare < share)
        {
            after++;
        }

        var (from, to) = (_points[Math.Max(0, after - 1)], _points[after]);
        var width = to.StrongShare - from.StrongShare;
        return width <= 0 ? to.Quality : from.Quality + ((to.Quality - from.Quality) * Math.Clamp((share - from.StrongShare) / width, 0, 1));
    }

    private static double Between(CurvePoint from, CurvePoint to, double quality) =>
        from.StrongShare + ((quality - from.Quality) / (to.Quality - from.Quality) * (to.StrongShare - from.StrongShare));

    private static CurvePoint Cut(IReadOnlyList<double> scores, IReadOnlyList<double> strong, IReadOnlyList<double> weak, Func<double, bool> isStrong)
    {
        var (routed, quality) = (0, 0.0);
        for (var call = 0; call < scores.Count; call++)
        {
            var takesStrong = isStrong(scores[call]);
            routed += takesStrong ? 1 : 0;
            quality += takesStrong ? strong[call] : weak[call];
        }

        return new CurvePoint((double)routed / scores.Count, quality / scores.Count);
    }

    private static double Quantile(double[] sorted, double q)
    {
        var position = q * (sorted.Length - 1);
        var low = (int)position;
        var high = Math.Min(low + 1, sorted.Length - 1);
        return sorted[low] + ((position - low) * (sorted[high] - sorted[low]));
    }

    private double Area() => _points.Zip(_points.Skip(1), (a, b) => (b.StrongShare - a.StrongShare) * (((a.Quality + b.Quality) / 2) - _weak)).Sum();
}
