using AgentBus.Orchestrator.Circuits;
using AgentBus.Storage.Agents;
using AgentBus.TestKit.Time;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution;
using AgentBus.Workflows.Failures;

namespace AgentBus.Orchestrator.Tests.Circuits;

public sealed class CircuitBoardTests
{
    private static readonly CircuitBreakerSpec Rules = new(0.5, 4, TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(30));
    private readonly ManualClock _clock = new();
    private readonly CircuitBoard _board;

    public CircuitBoardTests() => _board = new CircuitBoard(_clock);

    [Fact]
    public void Failures_open_the_circuit_of_their_version_alone_at_once()
    {
        Fail("1.0.0", 4);
        _board.Note("writer", "2.0.0", failed: false);

        Kinds().ShouldBe([("1.0.0", CircuitKind.Open), ("2.0.0", CircuitKind.Closed)]);
        _board.Of("writer", Rules).Versions[0].Until.ShouldNotBeNull().ShouldBeGreaterThan(_clock.GetUtcNow());
        _board.Of("reader", Rules).Versions.ShouldBeEmpty();
    }

    [Fact]
    public void A_half_open_circuit_lets_one_attempt_through_and_its_success_closes_it()
    {
        Fail("1.0.0", 4);
        _clock.Advance(TimeSpan.FromSeconds(40));

        Kinds().ShouldBe([("1.0.0", CircuitKind.HalfOpen)]);
        var second = _board.Of("writer", Rules).Versions.Single();
        second.Kind.ShouldBe(CircuitKind.Open, "the one attempt is under way");
        second.Until.ShouldBe(_clock.GetUtcNow() + Rules.BreakDuration);

        _board.Note("writer", "1.0.0", failed: false);
        Kinds().ShouldBe([("1.0.0", CircuitKind.Closed)]);
    }

    [Fact]
    public void A_probe_that_fails_opens_it_again_and_the_next_break_ends_with_another_probe()
    {
        Fail("1.0.0", 4);
        _clock.Advance(TimeSpan.FromSeconds(40));
        Kinds().ShouldBe([("1.0.0", CircuitKind.HalfOpen)]);
        Fail("1.0.0", 1);

        Kinds().ShouldBe([("1.0.0", CircuitKind.Open)]);
        _clock.Advance(TimeSpan.FromSeconds(40));
        Kinds().ShouldBe([("1.0.0", CircuitKind.HalfOpen)]);
    }

    [Fact]
    public void A_probe_whose_result_never_comes_is_followed_by_another_after_a_break()
    {
        Fail("1.0.0", 4);
        _clock.Advance(TimeSpan.FromSeconds(40));
        Kinds().ShouldBe([("1.0.0", CircuitKind.HalfOpen)]);

        _clock.Advance(Rules.BreakDuration - TimeSpan.FromSeconds(1));
        Kinds().ShouldBe([("1.0.0", CircuitKind.Open)]);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Kinds().ShouldBe([("1.0.0", CircuitKind.HalfOpen)]);
    }

    [Fact]
    public void Decisions_made_at_the_same_time_take_one_probe()
    {
        Fail("1.0.0", 4);
        _clock.Advance(TimeSpan.FromSeconds(40));
        var kinds = new CircuitKind[64];
        Parallel.For(0, kinds.Length, i => kinds[i] = _board.Of("writer", Rules).Versions.Single().Kind);

        kinds.Count(kind => kind == CircuitKind.HalfOpen).ShouldBe(1);
    }

    [Fact]
    public void Only_versions_that_run_are_told_where_any_is_known_to()
    {
        Fail("1.0.0", 4);
        _board.Learn([], new HashSet<(string, string)> { ("writer", "2.0.0"), ("reader", "1.0.0") });

        Kinds().ShouldBe([("2.0.0", CircuitKind.Closed)]);
    }

    [Fact]
    public void What_is_older_than_an_hour_is_forgotten()
    {
        Fail("1.0.0", 4);
        _clock.Advance(CircuitPolicy.Memory + TimeSpan.FromMinutes(1));
        _board.Learn([], new HashSet<(string, string)>());

        _board.Of("writer", Rules).Versions.ShouldBeEmpty();
    }

    [Fact]
    public void What_was_counted_is_told_once_and_again_only_when_it_is_put_back()
    {
        Fail("1.0.0", 2);
        _board.Note("writer", "1.0.0", failed: false);
        var untold = _board.TakeUntold();
        untold.ShouldHaveSingleItem().ShouldBe(new AgentResultCount("writer", "1.0.0", CircuitPolicy.SliceOf(_clock.GetUtcNow()), 1, 2));
        _board.TakeUntold().ShouldBeEmpty();

        Fail("1.0.0", 1);
        _board.PutBack(untold);
        var again = _board.TakeUntold().ShouldHaveSingleItem();
        (again.Succeeded, again.Failed).ShouldBe((1, 3));
    }

    private void Fail(string version, int times)
    {
        for (var i = 0; i < times; i++)
        {
            _board.Note("writer", version, failed: true);
        }
    }

    private List<(string Version, CircuitKind Kind)> Kinds() => [.. _board.Of("writer", Rules).Versions.Select(version => (version.Version, version.Kind))];
}
