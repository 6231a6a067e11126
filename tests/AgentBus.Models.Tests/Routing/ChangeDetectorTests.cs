using AgentBus.Models.Routing.Drift;

namespace AgentBus.Models.Tests.Routing;

public sealed class ChangeDetectorTests
{
    [Theory]
    [InlineData(0.95)]
    [InlineData(0.8)]
    [InlineData(0.5)]
    public void A_rate_that_stays_raises_hardly_any_alarm(double rate)
    {
        var alarms = Enumerable.Range(1, 20).Sum(seed => Alarms(seed, 10_000, _ => rate).Count);

        alarms.ShouldBeLessThanOrEqualTo(10);
    }

    [Theory]
    [InlineData(0.95, 0.475)]
    [InlineData(0.8, 0.4)]
    [InlineData(0.4, 0.9)]
    public void A_change_is_seen_within_some_dozen_outcomes(double before, double after)
    {
        var delays = Enumerable.Range(1, 50).Select(seed => Alarms(seed, 700, at => at < 400 ? before : after).Find(at => at >= 400) - 400).Order().ToList();

        delays[0].ShouldBeGreaterThan(0);
        delays[47].ShouldBeLessThan(90);
    }

    [Fact]
    public void What_came_since_the_change_is_told_with_the_alarm()
    {
        var detector = new ChangeDetector();
        var since = Enumerable.Range(0, 200).Select(at => detector.Fold(at < 150 ? (at % 10 == 0 ? 0 : 1) : 0)).First(alarm => alarm is not null)!.Value;

        since.Successes.ShouldBe(0);
        since.Count.ShouldBeInRange(4, 50);
    }

    private static List<int> Alarms(int seed, int outcomes, Func<int, double> rate)
    {
        var (random, detector) = (new Random(seed), new ChangeDetector());
        return [.. Enumerable.Range(0, outcomes).Where(at => detector.Fold(random.NextDouble() < rate(at) ? 1 : 0) is not null)];
    }
}
