using AgentBus.Chaos.Inspection;
using AgentBus.Chaos.Load;

namespace AgentBus.Chaos.Tests;

/// <summary>The harness finds what it is there to find.</summary>
public sealed class EffectCheckTests
{
    private readonly Ledger _ledger = new();
    private readonly Verdict _verdict = new();
    private readonly LoadCase _case = Cases.Make(Cases.Sequence, "c", new Random(1));

    public EffectCheckTests()
    {
        _ledger.Starting(_case);
        _ledger.Started(_case, Guid.NewGuid());
    }

    [Fact]
    public void Every_effect_once_is_clean()
    {
        Check([.. _case.Effects.Select(Once)]);

        _verdict.IsClean.ShouldBeTrue();
    }

    [Fact]
    public void An_effect_the_world_did_not_see_is_lost()
    {
        Check([.. _case.Effects.Skip(1).Select(Once)]);

        _verdict.Lost.ShouldBe(1);
    }

    [Fact]
    public void An_effect_under_two_keys_is_doubled()
    {
        Check([.. _case.Effects.Skip(1).Select(Once), (_case.Name, _case.Effects[0], ["key", "other key"])]);

        _verdict.Doubled.ShouldBe(1);
    }

    [Fact]
    public void An_effect_that_nobody_asked_for_is_doubled()
    {
        Check([.. _case.Effects.Select(Once), Once("undo")]);

        _verdict.Doubled.ShouldBe(1);
    }

    private (string Case, string Effect, IReadOnlyCollection<string> Keys) Once(string effect) => (_case.Name, effect, [effect]);

    private void Check(IReadOnlyList<(string Case, string Effect, IReadOnlyCollection<string> Keys)> seen) => EffectCheck.Check(_ledger, seen, _verdict);
}
