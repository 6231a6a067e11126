using AgentBus.Models.Routing.OffPolicy;

namespace AgentBus.Models.Tests.Routing;

public sealed class OffPolicyTests
{
    /// <summary>The other policy takes model 1 on even calls and model 0 on odd ones; that earns 0.9 and 0.5.</summary>
    private const double Truth = 0.7;

    [Fact]
    public void Every_estimate_is_right_on_average_and_the_intervals_hold_the_truth()
    {
        var estimates = Enumerable.Range(1, 200).Select(seed => OffPolicyEstimate.Of(Logs(seed, 500, predicted: 0.5))).ToList();

        estimates.Average(e => e.Ips.Value).ShouldBe(Truth, 0.02);
        estimates.Average(e => e.Snips.Value).ShouldBe(Truth, 0.02);
        estimates.Average(e => e.DoublyRobust.Value).ShouldBe(Truth, 0.02);
        estimates.Count(e => e.DoublyRobust.Contains(Truth)).ShouldBeGreaterThanOrEqualTo(184);
    }

    [Fact]
    public void Good_predictions_make_the_doubly_robust_interval_narrower_than_the_others()
    {
        var estimate = OffPolicyEstimate.Of(Logs(1, 2_000, predicted: null));

        estimate.DoublyRobust.HalfWidth.ShouldBeLessThan(estimate.Snips.HalfWidth);
        estimate.Snips.HalfWidth.ShouldBeLessThan(estimate.Ips.HalfWidth);
    }

    [Fact]
    public void The_same_policy_earns_what_was_logged()
    {
        LoggedChoice[] logs = [.. Enumerable.Range(0, 100).Select(i => new LoggedChoice(i % 2, 0.5, i % 3 == 0 ? 1 : 0, [0.5, 0.5], [0.3, 0.4]))];

        var estimate = OffPolicyEstimate.Of(logs);

        estimate.Ips.Value.ShouldBe(estimate.Logged.Value, 1e-9);
        estimate.EffectiveCalls.ShouldBe(100, 1e-9);
        estimate.MeanWeight.Value.ShouldBe(1, 1e-9);
    }

    [Fact]
    public void Few_logs_give_no_verdict_but_say_how_many_are_needed()
    {
        var verdict = OffPolicyVerdict.Of(OffPolicyEstimate.Of(Logs(1, 100, 0.5)), widest: 0.03);

        verdict.Answer.ShouldBe(VerdictAnswer.None);
        verdict.Reason.ShouldContain("calls are needed");
    }

    [Fact]
    public void Many_logs_show_the_better_policy() => OffPolicyVerdict.Of(OffPolicyEstimate.Of(Logs(1, 20_000, 0.5)), 0.03).Answer.ShouldBe(VerdictAnswer.Better);

    [Fact]
    public void Propensities_that_cannot_be_right_give_no_verdict()
    {
        LoggedChoice[] logs = [.. Logs(1, 5_000, 0.5).Select(log => log with { Propensity = Math.Min(1, log.Propensity * 1.5) })];

        OffPolicyVerdict.Of(OffPolicyEstimate.Of(logs), 0.1).Reason.ShouldContain("the propensities are wrong");
    }

    [Fact]
    public void Rewards_are_predicted_by_calls_other_than_the_one_predicted()
    {
        // Each prompt comes once and its outcome is drawn, so whoever predicts it well has seen it.
        var random = new Random(4);
        LoggedCall[] calls = [.. Enumerable.Range(0, 400).Select(i => new LoggedCall($"word{i} only here", null, "m", 1, random.Next(2), "m"))];

        var report = OffPolicyEvaluation.Run(calls, 1);

        report.Estimate.DoublyRobust.Value.ShouldBe(report.Estimate.Logged.Value, 1e-9);
        report.Estimate.Gain.HalfWidth.ShouldBe(0, 1e-9);
    }

    private static List<LoggedChoice> Logs(int seed, int count, double? predicted)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(call =>
        {
            double[] rates = call % 2 == 0 ? [0.4, 0.9] : [0.5, 0.6];
            var chosen = random.NextDouble() < 0.2 ? 1 : 0;
            return new LoggedChoice(
                chosen, chosen == 1 ? 0.2 : 0.8, random.NextDouble() < rates[chosen] ? 1 : 0, call % 2 == 0 ? [0, 1] : [1, 0], predicted is { } p ? [p, p] : rates);
        })];
    }
}
