using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Failures;

namespace AgentBus.Workflows.Tests.Failures;

public sealed class CircuitPolicyTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly CircuitBreakerSpec Half = new(0.5, 4, TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(30));

    [Fact]
    public void It_opens_when_enough_of_enough_attempts_fail_within_the_sampling_duration()
    {
        State(0, (0, 2, 1)).Kind.ShouldBe(CircuitKind.Closed, "three attempts are too few");
        State(0, (0, 3, 2)).Kind.ShouldBe(CircuitKind.Closed, "two of five are too few");
        State(0, (0, 2, 2)).ShouldBe(new CircuitState(CircuitKind.Open, Start.AddSeconds(35)));
        State(65, (0, 0, 2), (65, 1, 1)).Kind.ShouldBe(CircuitKind.Closed, "the first two are too old");
    }

    [Fact]
    public void After_its_break_the_next_result_closes_it_or_opens_it_again()
    {
        State(34, (0, 0, 4)).Kind.ShouldBe(CircuitKind.Open);
        State(35, (0, 0, 4)).Kind.ShouldBe(CircuitKind.HalfOpen);
        State(40, (0, 0, 4), (35, 0, 1)).ShouldBe(new CircuitState(CircuitKind.Open, Start.AddSeconds(70)));
        State(40, (0, 0, 4), (35, 1, 0)).Kind.ShouldBe(CircuitKind.Closed);
        State(45, (0, 0, 4), (35, 1, 0), (40, 0, 2)).Kind.ShouldBe(CircuitKind.Closed, "what was before the break no longer counts");
    }

    [Fact]
    public void A_late_result_during_the_break_changes_nothing() =>
        State(20, (0, 0, 4), (10, 5, 0)).ShouldBe(new CircuitState(CircuitKind.Open, Start.AddSeconds(35)));

    private static CircuitState State(int now, params (int At, int Succeeded, int Failed)[] counts) =>
        CircuitPolicy.StateOf(Half, [.. counts.Select(c => new CircuitCount(Start.AddSeconds(c.At), c.Succeeded, c.Failed))], Start.AddSeconds(now));
}
