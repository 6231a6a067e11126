using AgentBus.AgentSdk.Workers;
using AgentBus.TestKit.Time;
using FsCheck;
using FsCheck.Fluent;

namespace AgentBus.AgentSdk.Tests.Workers;

public sealed class SlotGateTests
{
    private readonly ManualClock clock = new();

    [Fact]
    public async Task A_free_slot_is_given_at_once_and_the_next_one_to_the_highest_lane()
    {
        using var gate = new SlotGate(1, clock);
        await gate.TakeAsync(Lane.Low, default);
        var (low, high) = (gate.TakeAsync(Lane.Low, default), gate.TakeAsync(Lane.High, default));

        gate.Release(Lane.Low);

        await high;
        low.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_slot_waits_a_moment_for_the_next_delivery_of_its_lane()
    {
        using var gate = new SlotGate(1, clock);
        await gate.TakeAsync(Lane.High, default);
        var low = gate.TakeAsync(Lane.Low, default);

        gate.Release(Lane.High);
        var normal = gate.TakeAsync(Lane.Normal, default);
        await gate.TakeAsync(Lane.High, default);

        (low.IsCompleted, normal.IsCompleted).ShouldBe((false, false));
        gate.Release(Lane.High);
        clock.Advance(SlotGate.Grace);
        await normal;
        low.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_low_lane_is_not_starved_by_a_high_one_that_never_ends()
    {
        using var gate = new SlotGate(1, clock);
        await gate.TakeAsync(Lane.High, default);
        var low = gate.TakeAsync(Lane.Low, default);

        for (var i = 0; i < LaneLine<object>.MaxPassed; i++)
        {
            gate.Release(Lane.High);
            await gate.TakeAsync(Lane.High, default);
        }

        gate.Release(Lane.High);
        await low;
    }

    [Fact]
    public async Task Who_gives_up_waiting_takes_no_slot()
    {
        using var gate = new SlotGate(1, clock);
        using var patience = new CancellationTokenSource();
        await gate.TakeAsync(Lane.Normal, default);
        var impatient = gate.TakeAsync(Lane.High, patience.Token);

        await patience.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(impatient);
        gate.Release(Lane.Normal);
        await gate.TakeAsync(Lane.Low, default);
    }

    [Fact]
    public void No_slot_is_given_twice_and_none_is_lost()
    {
        var steps = from kind in Gen.Choose(0, 3) from lane in Gen.Elements(Enum.GetValues<Lane>()) select (kind, lane);
        Prop.ForAll(steps.ListOf().ToArbitrary(), Holds).QuickCheckThrowOnFailure();
    }

    // 0, 1: a delivery comes; 2: the oldest work ends; 3: the oldest delivery that waits gives up, and time goes by.
    private bool Holds(IEnumerable<(int Kind, Lane Lane)> steps)
    {
        const int Slots = 2;
        using var gate = new SlotGate(Slots, clock);
        var all = new List<(Lane Lane, Task Task, CancellationTokenSource Patience)>();
        foreach (var (kind, lane) in steps)
        {
            if (kind <= 1)
            {
                var patience = new CancellationTokenSource();
                all.Add((lane, gate.TakeAsync(lane, patience.Token), patience));
            }
            else if (kind == 2)
            {
                End(gate, all);
            }
            else
            {
                all.Find(one => !one.Task.IsCompleted).Patience?.Cancel();
                clock.Advance(SlotGate.Grace / 2);
            }

            all.RemoveAll(one => one.Task.IsCanceled);
            if (all.Count(one => one.Task.IsCompleted) > Slots)
            {
                return false;
            }
        }

        var emptied = Empties(gate, all);
        clock.Advance(SlotGate.Grace);
        return emptied && gate.TakeAsync(Lane.Low, default).IsCompleted && gate.TakeAsync(Lane.High, default).IsCompleted;
    }

    private bool Empties(SlotGate gate, List<(Lane Lane, Task Task, CancellationTokenSource Patience)> all)
    {
        while (all.Count > 0)
        {
            var before = all.Count;
            clock.Advance(SlotGate.Grace);
            End(gate, all);
            if (all.Count == before)
            {
                return false;
            }
        }

        return true;
    }

    private static void End(SlotGate gate, List<(Lane Lane, Task Task, CancellationTokenSource Patience)> all)
    {
        if (all.FindIndex(one => one.Task.IsCompleted) is var at and >= 0)
        {
            gate.Release(all[at].Lane);
            all[at].Patience.Dispose();
            all.RemoveAt(at);
        }
    }
}
