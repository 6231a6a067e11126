using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Failures;
using FsCheck;
using FsCheck.Fluent;

namespace AgentBus.Workflows.Tests.Failures;

public sealed class BackoffsTests
{
    private static readonly RetryPolicy Exponential = new() { Delay = TimeSpan.FromSeconds(2), Backoff = Backoff.Exponential, Multiplier = 3 };

    [Theory]
    [InlineData(Backoff.Constant, 2, 2, 2)]
    [InlineData(Backoff.Linear, 2, 4, 6)]
    [InlineData(Backoff.Exponential, 2, 6, 18)]
    public void Delays_grow_as_the_policy_says(Backoff backoff, double first, double second, double third) =>
        Enumerable.Range(1, 3).Select(retry => Backoffs.Delay(Exponential with { Backoff = backoff }, retry, 0.9).TotalSeconds)
            .ShouldBe([first, second, third]);

    [Theory]
    [InlineData(JitterKind.Full, 0, 0)]
    [InlineData(JitterKind.Full, 0.25, 0.5)]
    [InlineData(JitterKind.Equal, 0, 1)]
    [InlineData(JitterKind.Equal, 1, 2)]
    [InlineData(JitterKind.None, 0, 2)]
    public void Jitter_spreads_them(JitterKind jitter, double luck, double seconds) =>
        Backoffs.Delay(Exponential with { Jitter = jitter }, 1, luck).TotalSeconds.ShouldBe(seconds);

    [Fact]
    public void The_standards_jitter_is_added() =>
        Backoffs.Delay(Exponential with { JitterRange = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)) }, 1, 0.5).ShouldBe(TimeSpan.FromSeconds(4));

    [Fact]
    public void No_delay_is_above_the_bound_however_many_retries() => Prop.ForAll(
        ArbMap.Default.ArbFor<PositiveInt>(),
        retry => Backoffs.Delay(Exponential with { MaxDelay = TimeSpan.FromMinutes(1) }, retry.Get, 1) <= TimeSpan.FromMinutes(1)
            && Backoffs.Delay(Exponential, retry.Get, 1) <= TimeSpan.FromDays(30)).QuickCheckThrowOnFailure();

    [Fact]
    public void Luck_is_the_same_for_the_same_attempt_and_evenly_spread()
    {
        var run = new Guid("11111111-2222-3333-4444-555555555555");
        var lucks = Enumerable.Range(0, 2_000).Select(attempt => Backoffs.Luck(run, "/do/0/a#1", attempt)).ToList();

        Backoffs.Luck(run, "/do/0/a#1", 7).ShouldBe(lucks[7]);
        lucks.ShouldAllBe(luck => luck >= 0 && luck <= 1);
        Enumerable.Range(0, 10).ShouldAllBe(tenth => lucks.Count(luck => (int)(luck * 10) == tenth) > 140);
    }
}
