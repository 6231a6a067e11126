using System.Text.Json;
using AgentBus.Workflows.Execution.Budgets;
using AgentBus.Workflows.Execution.State;
using AgentBus.Workflows.Execution.Tasks;

namespace AgentBus.Workflows.Execution.Control;

/// <summary>
/// Attempts that were in flight when their step was cancelled, failed or skipped, of tasks that have a compensation. An agent cannot be
/// called back: if it succeeds after all, what it did is undone at once. The run does not end while such an attempt is awaited, for an hour
/// at most; one whose worker is gone is not awaited.
/// </summary>
internal static class LateFlow
{
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    /// <summary>The step was closed in this decision; an attempt that never left is not in flight.</summary>
    public static void Keep(Machine machine, StepFrame step)
    {
        // The next attempt is sent only when the one before has ended or its worker is gone, so the last one alone can be in flight.
        if (step is not AgentFrame { Phase: AgentPhase.Working } agent || !agent.Out.Contains(agent.Attempt)
            || machine.TaskOf(step).Compensate.Count == 0 || UndoFlow.IsInside(machine, step))
        {
            return;
        }

        var late = new LateFrame
        {
            Id = LateFrame.IdOf(step.Id),
            Step = machine.Effects.Step(step, StepStatus.Cancelled),
            Indexes = step.Indexes,
            Visit = step.Visit,
            LastVisit = step.LastVisit,
            Out = [agent.Attempt],
            Variables = UndoFlow.Variables(machine, step),
        };
        machine.Put(late);
        machine.Effects.SetTimer(Timer(late), machine.Now + Patience);
    }

    public static void Settled(Machine machine, LateFrame late, RunEvent.AttemptSettled settled)
    {
        RunFlow.Count(machine, settled.Outcome);
        BudgetFlow.Settle(machine, settled.Step, settled.Attempt, settled.Outcome);
        if (settled.Outcome is not { Kind: OutcomeKind.Done, Output: { } output })
        {
            AgentRecords.Superseded(machine, settled);
            Forget(machine, late, settled.Attempt);
            return;
        }

        var step = late.Step with
        {
            Status = StepStatus.Completed,
            EndedAt = machine.Now,
            CostUsd = late.Step.CostUsd + settled.Outcome.CostUsd,
            Tokens = late.Step.Tokens + settled.Outcome.Tokens,
            Reason = "done after it was no longer wanted; compensated",
        };
        var key = $"{late.Step.Step}/undo";
        var entry = new UndoEntry(step, late.Indexes, late.Visit, machine.Documents.Keep(new DataRef.Fresh(output, $"{late.Step.Step}/late")), late.Variables);
        machine.Documents.Store(key, JsonSerializer.SerializeToElement(entry, RunStateJson.Default.UndoEntry));
        AgentRecords.Late(machine, settled);
        Remove(machine, late);
        UndoFlow.Add(machine, key, entry);
    }

    /// <summary>An attempt of it is no longer awaited; null = none is.</summary>
    public static void Forget(Machine machine, LateFrame late, int? attempt)
    {
        late = late with { Out = attempt is null ? [] : [.. late.Out.Where(other => other != attempt)] };
        if (late.Out.Length > 0)
        {
            machine.Put(late);
            return;
        }

        Remove(machine, late);
        UndoFlow.Next(machine);
    }

    public static void Remove(Machine machine, LateFrame late)
    {
        machine.Effects.CancelTimer(Timer(late));
        machine.Remove(late);
    }

    private static TimerName Timer(LateFrame late) => new(TimerName.Late, 1, late.Id);
}
