using System.Text.Json;
using AgentBus.Contracts;
using AgentBus.Orchestrator.Saga;
using AgentBus.Workflows.Execution;

namespace AgentBus.Orchestrator.Tests.Saga;

/// <summary>Workers are not trusted: what they get wrong becomes an outcome that the failure policy can deal with.</summary>
public sealed class RunEventsTests
{
    private static readonly AttemptFinished Done = new(
        "default", Guid.NewGuid(), "/do/0/a#1", 1, "judge", "1.0.0", "worker-1", AgentResultKind.Done, JsonElement.Parse("{}"));

    [Fact]
    public void Done_without_an_output_is_an_invalid_output() =>
        Outcome(Done with { Output = null }).Kind.ShouldBe(OutcomeKind.InvalidOutput);

    [Fact]
    public void Negative_usage_counts_as_none()
    {
        var outcome = Outcome(Done with { Usage = new AttemptUsage(-5, -10, 3) });

        outcome.CostUsd.ShouldBe(0);
        outcome.Tokens.ShouldBe(0);
    }

    [Theory]
    [InlineData(30.0, 30)]
    [InlineData(-1.0, null)]
    [InlineData(double.NaN, null)]
    [InlineData(1e12, null)]
    public void A_retry_after_that_makes_no_sense_is_left_out(double given, int? seconds) =>
        Outcome(Done with { Kind = AgentResultKind.RateLimited, RetryAfterSeconds = given }).RetryAfter
            .ShouldBe(seconds is { } s ? TimeSpan.FromSeconds(s) : null);

    private static AttemptOutcome Outcome(AttemptFinished message) => RunEvents.From(message).ShouldBeOfType<RunEvent.AttemptSettled>().Outcome;
}
