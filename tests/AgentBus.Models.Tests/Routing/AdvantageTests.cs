using AgentBus.Models.Routing.Quality;

namespace AgentBus.Models.Tests.Routing;

public sealed class AdvantageTests
{
    [Fact]
    public void An_advantage_is_proven_when_it_is_there() => Live(seed: 1, decisions: 6_000, gain: 0.15).IsProven.ShouldBeTrue();

    [Fact]
    public void Where_there_is_none_it_is_hardly_ever_proven_at_any_moment() =>
        Enumerable.Range(1, 40).Count(seed => Live(seed, 3_000, gain: 0).WasProven).ShouldBeLessThanOrEqualTo(3);

    [Fact]
    public void A_handful_of_good_luck_proves_nothing()
    {
        var advantage = new Advantage();
        for (var i = 0; i < 150; i++)
        {
            advantage.Fold(1);
        }

        advantage.IsProven.ShouldBeFalse();
        advantage.ToString().ShouldBe("150 decisions; 500 are needed to say anything");
    }

    [Fact]
    public void A_decision_that_could_go_one_way_only_says_nothing_where_the_choices_differ()
    {
        new JudgedDecision(0, 1, Learned: 1, Fixed: 0, 1, [0.5, 0.9]).IsInformative.ShouldBeFalse();
        new JudgedDecision(0, 1, Learned: 0, Fixed: 0, 1, [0.5, 0.9]).IsInformative.ShouldBeTrue();
        new JudgedDecision(0, 0.95, Learned: 1, Fixed: 0, 1, [0.5, 0.9]).IsInformative.ShouldBeTrue();
    }

    [Fact]
    public void An_advantage_that_is_lost_is_no_longer_proven()
    {
        var advantage = new Advantage();
        for (var i = 0; i < 2_000; i++)
        {
            advantage.Fold(i % 2 == 0 ? 0.3 : 0);
        }

        advantage.IsProven.ShouldBeTrue();
        for (var i = 0; i < 3_000; i++)
        {
            advantage.Fold(i % 2 == 0 ? -0.3 : 0);
        }

        advantage.IsProven.ShouldBeFalse();
    }

    /// <summary>The fixed choice is model 0; the learned one is model 1 on half of the calls, where it is better by the gain. The predictions are wrong: they promise a lot.</summary>
    private static (bool IsProven, bool WasProven) Live(int seed, int decisions, double gain)
    {
        var (advantage, random, was) = (new Advantage(), new Random(seed), false);
        for (var i = 0; i < decisions; i++)
        {
            var learned = random.Next(2);
            var chosen = random.NextDouble() < 0.2 ? random.Next(2) : 0;
            var utility = random.NextDouble() < (chosen == 1 && learned == 1 ? 0.6 + gain : 0.6) ? 1 : 0;
            advantage.Fold(new JudgedDecision(chosen, chosen == 0 ? 0.9 : 0.1, learned, 0, utility, [0.5, 0.9]));
            was |= advantage.IsProven;
        }

        return (advantage.IsProven, was);
    }
}
