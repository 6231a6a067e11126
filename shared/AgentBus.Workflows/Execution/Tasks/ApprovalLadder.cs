using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.Control;
using AgentBus.Workflows.Execution.State;

namespace AgentBus.Workflows.Execution.Tasks;

/// <summary>
/// Who else is asked as time goes by. A rung is due at its own time after the asking; with <c>onTimeout: escalate</c> it comes as soon as the due
/// time is over, and those it names have the whole due time. Timers carry the rung in their names, so one of an earlier rung is stale by name.
/// </summary>
internal static class ApprovalLadder
{
    public const string OnTimeout = "escalate";

    public static TimerName NextRung(ApprovalFrame step) => new(TimerName.Escalate, step.Rung + 1, step.Id);

    public static TimerName Due(ApprovalFrame step, CallApprovalTask task) => new(TimerName.Due, StartsAnew(task) ? step.Rung + 1 : 1, step.Id);

    /// <summary>Timers of a question that was asked now.</summary>
    public static void SetTimers(Machine machine, ApprovalFrame step, CallApprovalTask task, DateTimeOffset? due)
    {
        if (due is { } at)
        {
            machine.Effects.SetTimer(Due(step, task), at);
        }

        SetNextRung(machine, step, task);
    }

    public static void CancelTimers(Machine machine, ApprovalFrame step, CallApprovalTask task)
    {
        if (task.DueIn is not null)
        {
            machine.Effects.CancelTimer(Due(step, task));
        }

        if (step.Rung < step.Ladder.Length)
        {
            machine.Effects.CancelTimer(NextRung(step));
        }
    }

    /// <summary>Asks those of the next rung too. A question to anybody stays one: naming some must not shut out the others.</summary>
    public static void Climb(Machine machine, ApprovalFrame step, CallApprovalTask task)
    {
        var to = step.Ladder[step.Rung];
        var due = DueAfter(machine, step, task);
        if (StartsAnew(task))
        {
            CancelTimers(machine, step, task);
        }

        var toAnybody = step.Assignees.Length + step.Groups.Length == 0;
        step = step with
        {
            Rung = step.Rung + 1,
            Assignees = toAnybody ? [] : [.. step.Assignees.Union(to)],
            Groups = toAnybody ? [] : [.. step.Groups.Union(to)],
        };
        machine.Put(step);
        if (StartsAnew(task))
        {
            machine.Effects.SetTimer(Due(step, task), due!.Value);
        }

        SetNextRung(machine, step, task);
        Tell(machine, step, to, due);
    }

    private static bool StartsAnew(CallApprovalTask task) => task is { OnTimeout: OnTimeout, DueIn: not null };

    private static DateTimeOffset? DueAfter(Machine machine, ApprovalFrame step, CallApprovalTask task) =>
        (StartsAnew(task) ? machine.Now : step.StartedAt) + task.DueIn;

    private static void SetNextRung(Machine machine, ApprovalFrame step, CallApprovalTask task)
    {
        if (step.Rung < step.Ladder.Length)
        {
            machine.Effects.SetTimer(NextRung(step), step.StartedAt + task.Escalate[step.Rung].After);
        }
    }

    private static void Tell(Machine machine, ApprovalFrame step, string[] to, DateTimeOffset? due)
    {
        machine.Effects.Add(new Effect.EscalateApproval(step.Id, step.Rung, step.Assignees, step.Groups, due));
        machine.Effects.Step(step, StepStatus.Waiting, $"waiting for a person: escalated to {string.Join(", ", to)}");
        machine.Effects.Record("approval.escalated", step.Id, writer =>
        {
            writer.WriteNumber("rung", step.Rung);
            writer.Names("to", to);
            if (due is { } at)
            {
                writer.WriteString("due", at);
            }
        });
    }
}
