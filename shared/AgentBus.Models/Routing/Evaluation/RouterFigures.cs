namespace AgentBus.Models.Routing.Evaluation;

/// <summary>How well a router ranks calls, on the curve of <see cref="RoutingCurve.Deciles"/>.</summary>
/// <param name="Router">Its name.</param>
/// <param name="Apgr">Mean performance gap recovered; chance is 0.5.</param>
/// <param name="Cpt50">Share of strong calls that recovers half of the gap.</param>
/// <param name="Cpt80">Share of strong calls that recovers four fifths of it.</param>
/// <param name="ExactApgr">APGR with a threshold at every call.</param>
public sealed record RouterFigures(string Router, double Apgr, double Cpt50, double Cpt80, double ExactApgr)
{
    internal static RouterFigures Of(string router, IReadOnlyList<double> scores, IReadOnlyList<double> strong, IReadOnlyList<double> weak)
    {
        var curve = RoutingCurve.Deciles(scores, strong, weak);
        return new RouterFigures(router, curve.Apgr, curve.CallsFor(0.5), curve.CallsFor(0.8), RoutingCurve.Exact(scores, strong, weak).Apgr);
    }

    internal static RouterFigures Mean(IReadOnlyList<RouterFigures> all) => new(
        all[0].Router, all.Average(f => f.Apgr), all.Average(f => f.Cpt50), all.Average(f => f.Cpt80), all.Average(f => f.ExactApgr));
}
