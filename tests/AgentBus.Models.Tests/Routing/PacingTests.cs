using AgentBus.Models.Routing.Pacing;

namespace AgentBus.Models.Tests.Routing;

public sealed class PacingTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.05)]
    [InlineData(0.3)]
    [InlineData(0.9)]
    [InlineData(1)]
    public void The_share_holds_within_half_a_point_while_scores_wander_tie_and_jump(double share)
    {
        var (pacer, random, taken) = (new SharePacer(share), new Random(7), 0);
        const int Calls = 8_000;
        for (var call = 0; call < Calls; call++)
        {
            var score = call switch { < 3_000 => random.NextDouble() + (call / 3_000.0), < 5_000 => 0.5, _ => -random.NextDouble() };
            var takes = pacer.Takes(score);
            pacer.Fold(score, takes);
            taken += takes ? 1 : 0;
        }

        ((double)taken / Calls).ShouldBe(share, 0.005);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.8)]
    public void The_share_holds_where_scores_take_two_values_only(double share)
    {
        var (pacer, random, taken) = (new SharePacer(share), new Random(7), 0);
        for (var call = 0; call < 4_000; call++)
        {
            var score = random.NextDouble() < 0.9 ? 0.1 : 0.9;
            var takes = pacer.Takes(score);
            pacer.Fold(score, takes);
            taken += takes ? 1 : 0;
        }

        (taken / 4_000.0).ShouldBe(share, 0.015);
    }

    [Fact]
    public void The_share_goes_to_the_highest_scores()
    {
        var (pacer, random) = (new SharePacer(0.3), new Random(7));
        var (taken, left) = (new List<double>(), new List<double>());
        for (var call = 0; call < 5_000; call++)
        {
            var score = random.NextDouble();
            (pacer.Takes(score) ? taken : left).Add(score);
            pacer.Fold(score, pacer.Takes(score));
        }

        taken.Average().ShouldBeGreaterThan(0.8);
        left.Average().ShouldBeLessThan(0.4);
    }

    [Fact]
    public void Mean_spend_comes_to_the_budget_when_choices_follow_the_price()
    {
        var (pacer, random, spent) = (new SpendPacer(0.004), new Random(7), 0.0);
        const int Calls = 10_000;
        for (var call = 0; call < Calls; call++)
        {
            var cost = random.NextDouble() * 0.02 > 0.01 * pacer.Price ? 0.01 : 0.001;
            pacer.Fold(cost);
            spent += cost;
        }

        (spent / Calls).ShouldBe(0.004, 0.0001);
    }
}
