using AgentBus.Chaos;

namespace AgentBus.Storage.Tests;

public sealed class CrashPointTests
{
    [Fact]
    public void Nothing_is_armed_by_default()
    {
        CrashPoint.Parse(null).ShouldBeEmpty();
        CrashPoint.Hit("after-commit");
    }

    [Fact]
    public void Several_points_are_armed_each_with_its_own_dice()
    {
        var armed = CrashPoint.Parse("after-commit, before-ack:0:7");

        armed.Keys.ShouldBe(["after-commit", "before-ack"]);
        armed["after-commit"].Strike().ShouldBeTrue();
        armed["before-ack"].Strike().ShouldBeFalse();
    }

    [Fact]
    public void A_seed_repeats_the_dice()
    {
        var (one, other) = (CrashPoint.Parse("p:0.3:7")["p"], CrashPoint.Parse("p:0.3:7")["p"]);

        var strikes = Enumerable.Range(0, 1000).Select(_ => one.Strike()).ToList();

        strikes.ShouldBe(Enumerable.Range(0, 1000).Select(_ => other.Strike()));
        strikes.Count(strike => strike).ShouldBeInRange(200, 400);
    }

    [Theory]
    [InlineData("p:often")]
    [InlineData("p:0.5:x")]
    [InlineData("p,p")]
    public void What_cannot_be_read_is_said_with_what_to_write(string text) =>
        Should.Throw<InvalidOperationException>(() => CrashPoint.Parse(text)).Message.ShouldContain($"AGENTBUS_CRASH_POINT is '{text}'; use name");
}
