using AgentBus.Workflows.Execution;
using AgentBus.Workflows.Failures;

namespace AgentBus.Workflows.Tests.Failures;

public sealed class FailureLadderTests
{
    private static readonly FailedAttempt First = new(
        OutcomeKind.Transient, "busy", "first", "second", 1, TimeSpan.Zero, null, FailureLadder.DefaultRetry, 0.5);

    [Fact]
    public void A_transient_failure_is_retried_and_says_which_attempt_when_and_why() =>
        FailureLadder.Next(First).ShouldBe(new LadderDecision.Retry(TimeSpan.FromSeconds(0.5), "attempt 2 of 5 in 0.5 s: busy"));

    [Fact]
    public void When_all_attempts_failed_the_next_agent_is_asked() =>
        FailureLadder.Next(First with { Failures = 5 }).ShouldBe(
            new LadderDecision.Use("second", "first: all 5 attempts failed, so second is asked: busy"));

    [Fact]
    public void When_nobody_is_left_all_is_used_up() =>
        FailureLadder.Next(First with { Failures = 5, NextAgent = null }).ShouldBe(new LadderDecision.Exhausted("first: all 5 attempts failed: busy"));

    [Theory]
    [InlineData(OutcomeKind.Refused)]
    [InlineData(OutcomeKind.Permanent)]
    public void What_a_retry_cannot_help_is_not_retried(OutcomeKind kind) =>
        FailureLadder.Next(First with { Kind = kind }).ShouldBeOfType<LadderDecision.Use>();

    [Fact]
    public void Without_a_policy_nothing_is_retried_but_a_rate_limit_waits()
    {
        FailureLadder.Next(First with { Policy = null, NextAgent = null }).ShouldBeOfType<LadderDecision.Exhausted>();
        FailureLadder.Next(First with { Policy = null, Kind = OutcomeKind.RateLimited, RetryAfter = TimeSpan.FromSeconds(60) })
            .ShouldBe(new LadderDecision.Retry(TimeSpan.FromSeconds(63), "rate limit, again in 63 s (counts no attempt): busy"));
    }

    [Fact]
    public void No_retry_begins_after_the_longest_duration() =>
        FailureLadder.Next(First with { Policy = FailureLadder.DefaultRetry with { MaxDuration = TimeSpan.FromMinutes(1) }, Elapsed = TimeSpan.FromMinutes(2) })
            .ShouldBeOfType<LadderDecision.Use>();

    [Fact]
    public void An_agent_that_asks_a_person_gets_one() =>
        FailureLadder.Next(First with { Kind = OutcomeKind.AskHuman }).ShouldBe(new LadderDecision.Ask("first asks a person: busy"));
}
