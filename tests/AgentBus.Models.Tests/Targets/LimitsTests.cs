using AgentBus.Models.Targets;

namespace AgentBus.Models.Tests.Targets;

public sealed class LimitsTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    [Fact]
    public void A_bucket_holds_a_minutes_worth_and_fills_evenly()
    {
        var bucket = new TokenBucket();
        bucket.Take(Start, 60, 60);

        bucket.Wait(Start, 60, 15).ShouldBe(TimeSpan.FromSeconds(15));
        bucket.Wait(Start.AddSeconds(10), 60, 15).ShouldBe(TimeSpan.FromSeconds(5));
        bucket.Wait(Start.AddSeconds(15), 60, 15).ShouldBe(TimeSpan.Zero);
        bucket.Wait(Start.AddHours(1), 60, 1000).ShouldBe(TimeSpan.Zero, "more than a minute's worth waits for a full bucket and no longer");
    }

    [Fact]
    public void No_limit_never_waits() => new TokenBucket().Wait(Start, 0, 1e9).ShouldBe(TimeSpan.Zero);

    [Fact]
    public void Percentiles_are_those_of_the_latest_latencies()
    {
        var window = new LatencyWindow();
        window.Read(Start).IsKnown.ShouldBeFalse();
        for (var i = 1; i <= 200; i++)
        {
            window.Add(Start, TimeSpan.FromMilliseconds(i), 10);
        }

        // The last 64 are 137 to 200.
        var seen = window.Read(Start);
        seen.P50.ShouldBe(TimeSpan.FromMilliseconds(168));
        seen.P95.ShouldBe(TimeSpan.FromMilliseconds(197));
        seen.OutputTokens.ShouldBe(10);
    }

    [Fact]
    public void Old_latencies_are_forgotten_so_that_a_slow_model_is_tried_again()
    {
        var window = new LatencyWindow();
        for (var i = 0; i < 10; i++)
        {
            window.Add(Start, TimeSpan.FromMinutes(1), 10);
        }

        window.Read(Start + LatencyWindow.MaxAge).IsKnown.ShouldBeTrue();
        window.Read(Start + LatencyWindow.MaxAge + TimeSpan.FromSeconds(2)).IsKnown.ShouldBeFalse();
    }
}
