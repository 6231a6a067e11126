using AgentBus.Models.Catalogue;
using AgentBus.Models.Gateway;
using AgentBus.Models.Targets;

namespace AgentBus.Models.Tests.Targets;

public sealed class BreakerTests
{
    private static readonly ModelError Down = new(ModelErrorCodes.ProviderUnavailable, 503, "down");
    private static readonly BreakerOptions Options = new();
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;
    private readonly Breaker _breaker = new();

    [Fact]
    public void Failures_in_a_row_open_it_and_a_success_between_does_not_let_them_add_up()
    {
        Fail(0);
        Fail(0);
        _breaker.Succeeded(_breaker.TryEnter(Start)!);
        Fail(0);
        Fail(0);
        _breaker.Read(Start).Phase.ShouldBe(BreakerPhase.Closed);

        Fail(0);

        _breaker.Read(Start).ShouldBe(new BreakerState(BreakerPhase.Open, 3, At(30), "down"));
        _breaker.TryEnter(At(29)).ShouldBeNull();
    }

    [Fact]
    public void After_the_break_one_probe_passes_and_its_success_closes_it()
    {
        Open();

        var probe = _breaker.TryEnter(At(30)).ShouldNotBeNull();
        _breaker.TryEnter(At(30)).ShouldBeNull();
        _breaker.Succeeded(probe);

        _breaker.Read(At(30)).Phase.ShouldBe(BreakerPhase.Closed);
        _breaker.TryEnter(At(30)).ShouldNotBeNull();
    }

    [Fact]
    public void Each_failed_probe_doubles_the_break_up_to_the_longest()
    {
        Open();
        var now = 0;
        foreach (var expected in new[] { 60, 120, 240, 300, 300 })
        {
            now = (int)(_breaker.OpenUntil(At(now))!.Value - Start).TotalSeconds;
            Fail(now);
            (_breaker.OpenUntil(At(now))!.Value - At(now)).TotalSeconds.ShouldBe(expected);
        }
    }

    [Fact]
    public void An_end_that_comes_too_late_changes_nothing()
    {
        var early = _breaker.TryEnter(Start)!;
        var other = _breaker.TryEnter(Start)!;
        Open();

        _breaker.Succeeded(early);
        _breaker.Failed(other, Down, Options, At(10));

        _breaker.Read(At(10)).Until.ShouldBe(At(30));
    }

    [Fact]
    public void A_probe_that_was_given_up_leaves_room_for_another()
    {
        Open();
        _breaker.Abandoned(_breaker.TryEnter(At(30))!);

        _breaker.TryEnter(At(30)).ShouldNotBeNull();
    }

    [Theory]
    [InlineData(3600, 3600)]
    [InlineData(null, 600)]
    public void A_used_up_quota_opens_it_at_once_until_its_reset(int? told, int expected)
    {
        _breaker.Failed(_breaker.TryEnter(Start)!, new ModelError(ModelErrorCodes.ProviderQuota, 402, "pay", told is { } s ? TimeSpan.FromSeconds(s) : null), Options, Start);

        _breaker.OpenUntil(Start).ShouldBe(At(expected));
    }

    private void Open()
    {
        Fail(0);
        Fail(0);
        Fail(0);
    }

    private void Fail(int second) => _breaker.Failed(_breaker.TryEnter(At(second)).ShouldNotBeNull(), Down, Options, At(second));

    private static DateTimeOffset At(int seconds) => Start.AddSeconds(seconds);
}
