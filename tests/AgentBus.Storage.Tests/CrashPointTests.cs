using AgentBus.Storage.Chaos;

namespace AgentBus.Storage.Tests;

public sealed class CrashPointTests
{
    [Fact]
    public void Nothing_is_armed_by_default()
    {
        CrashPoint.Parse(null).ShouldBeNull();
        CrashPoint.Hit("after-commit");
    }

    [Fact]
    public void An_armed_point_strikes_at_its_own_name_only()
    {
        var armed = CrashPoint.Parse("after-commit")!;

        armed.Strikes("before-commit").ShouldBeFalse();
        armed.Strikes("after-commit").ShouldBeTrue();
    }

    [Fact]
    public void A_seed_repeats_the_dice()
    {
        var (one, other) = (CrashPoint.Parse("p:0.3:7")!, CrashPoint.Parse("p:0.3:7")!);

        var strikes = Enumerable.Range(0, 1000).Select(_ => one.Strikes("p")).ToList();

        strikes.ShouldBe(Enumerable.Range(0, 1000).Select(_ => other.Strikes("p")));
        strikes.Count(strike => strike).ShouldBeInRange(200, 400);
    }
}
