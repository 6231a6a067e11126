using AgentBus.Models.Routing.Evaluation;
using FsCheck;
using FsCheck.Fluent;

namespace AgentBus.Models.Tests.Routing;

public sealed class RoutingCurveTests
{
    private static readonly double[] Strong = [1, 1, 1, 1, 1, 1, 1, 1, 0, 0];
    private static readonly double[] Weak = [1, 1, 1, 1, 0, 0, 0, 0, 0, 0];

    [Fact]
    public void A_router_that_knows_the_outcomes_recovers_all_with_the_calls_that_gain()
    {
        var curve = RoutingCurve.Exact([.. Strong.Zip(Weak, (strong, weak) => strong - weak)], Strong, Weak);

        curve.Apgr.ShouldBe(0.8, 1e-9);
        curve.CallsFor(0.5).ShouldBe(0.2, 1e-9);
        curve.CallsFor(0.8).ShouldBe(0.32, 1e-9);
        curve.CallsFor(1).ShouldBe(0.4, 1e-9);
    }

    [Fact]
    public void A_router_that_gives_every_call_the_same_score_is_as_good_as_chance() =>
        RoutingCurve.Exact([.. Strong.Select(_ => 0.3)], Strong, Weak).Apgr.ShouldBe(0.5, 1e-9);

    [Fact]
    public void A_router_that_is_always_wrong_recovers_nothing_until_it_must()
    {
        var curve = RoutingCurve.Exact([.. Strong.Zip(Weak, (strong, weak) => weak - strong)], Strong, Weak);

        curve.Apgr.ShouldBe(0.2, 1e-9);
        curve.CallsFor(0.5).ShouldBe(0.8, 1e-9);
    }

    // By hand: scores 1 to 20, so that the deciles lie at 1, 2.9, 4.8 ... 20 and the shares are 20, 18, 16 ... 2 and 0 of 20.
    [Fact]
    public void Thresholds_lie_at_the_deciles_and_the_last_one_takes_no_call()
    {
        var scores = Enumerable.Range(1, 20).Select(score => (double)score).ToArray();
        var strong = scores.Select(_ => 1.0).ToArray();
        var weak = scores.Select(score => score <= 10 ? 1.0 : 0).ToArray();

        var curve = RoutingCurve.Deciles(scores, strong, weak);

        curve.Points.Select(point => point.StrongShare).ShouldBe([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1], 1e-9);
        curve.Points.Select(point => point.Quality).ShouldBe([0.5, 0.6, 0.7, 0.8, 0.9, 1, 1, 1, 1, 1, 1], 1e-9);
        curve.Apgr.ShouldBe(0.75, 1e-9);
        curve.CallsFor(0.5).ShouldBe(0.25, 1e-9);
    }

    [Fact]
    public void Chance_is_near_a_half_and_the_bins_agree_with_the_exact_curve()
    {
        var random = new Random(3);
        var (scores, strong, weak) = (Draw(random, 1), Draw(random, 0.8), Draw(random, 0.6));

        var (bins, exact) = (RoutingCurve.Deciles(scores, strong, weak).Apgr, RoutingCurve.Exact(scores, strong, weak).Apgr);

        exact.ShouldBe(0.5, 0.05);
        bins.ShouldBe(exact, 0.02);

        static double[] Draw(Random random, double rate) => [.. Enumerable.Range(0, 4_000).Select(_ => rate == 1 ? random.NextDouble() : random.NextDouble() < rate ? 1 : 0)];
    }

    [Fact]
    public void A_curve_starts_at_the_weak_model_ends_at_the_strong_one_and_never_goes_back() => Prop.ForAll(
        Gen.Choose(0, 3).Three().ArrayOf().Where(calls => calls.Length > 1).ToArbitrary(), calls =>
        {
            var (scores, strong, weak) = (calls.Select(c => (double)c.Item1).ToArray(), calls.Select(c => c.Item2 / 3.0).ToArray(), calls.Select(c => c.Item3 / 3.0).ToArray());
            var points = RoutingCurve.Exact(scores, strong, weak).Points;

            points[0].ShouldBe(new CurvePoint(0, weak.Average()));
            points[^1].StrongShare.ShouldBe(1);
            points[^1].Quality.ShouldBe(strong.Average(), 1e-9);
            points.Zip(points.Skip(1)).ShouldAllBe(pair => pair.First.StrongShare < pair.Second.StrongShare);
        }).QuickCheckThrowOnFailure();
}
