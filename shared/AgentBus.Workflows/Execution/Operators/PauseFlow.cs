using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AgentBus.Workflows.Execution.Control;
using AgentBus.Workflows.Execution.State;
using AgentBus.Workflows.Execution.Tasks;

namespace AgentBus.Workflows.Execution.Operators;

/// <summary>
/// A paused run decides nothing. What happens to it (results, timers, answers, lost leases, commands) is kept as documents, one by one, and
/// taken up when it is resumed: results and answers first, so that one that came while the run was paused beats a deadline that passed meanwhile.
/// </summary>
internal static class PauseFlow
{
    /// <summary>Whether the event is to be kept. What the run does not wait for is dealt with at once: it changes nothing but the bill.</summary>
    public static bool Keeps(Machine machine, RunEvent happened) => machine.State.Pause is not null && happened switch
    {
        RunEvent.PauseRequested or RunEvent.ResumeRequested or RunEvent.CancelRequested => false,
        RunEvent.AttemptSettled settled => machine.Find(settled.Step) is not null || machine.Find(LateFrame.IdOf(settled.Step)) is not null,
        RunEvent.LeaseLost lost => machine.Find(lost.Step) is not null || machine.Find(LateFrame.IdOf(lost.Step)) is not null,
        RunEvent.TimerElapsed elapsed => TimerName.Parse(elapsed.Timer) is { } timer && (timer.Target == TimerName.Run || machine.Find(timer.Target) is not null),
        RunEvent.ControlCommand command => machine.State.Commands?.Contains(command.Command) != true && ControlFlow.Refusal(machine, command) is null,
        _ => true,
    };

    public static void Keep(Machine machine, RunEvent happened)
    {
        var mark = machine.State.Pause!;
        var json = JsonSerializer.SerializeToElement(happened, RunStateJson.Default.RunEvent);
        var digest = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(IdentityOf(happened) ?? json.GetRawText())).AsSpan(0, 16));
        if (mark.Kept.Contains(digest))
        {
            return;
        }

        machine.Documents.Store(KeyOf(machine, mark.Kept.Length), json);
        machine.State = machine.State with { Pause = mark with { Kept = [.. mark.Kept, digest] } };
        machine.Effects.Record("event.kept", StepOf(happened), writer => writer.WriteString("event", JsonNamingPolicy.CamelCase.ConvertName(happened.GetType().Name)));
        if (happened is RunEvent.AttemptSettled settled && machine.Find(settled.Step) is AgentFrame step)
        {
            machine.Effects.Step(step, StepStatus.Waiting, "the result is here and kept until the run is resumed");
        }
    }

    public static void Pause(Machine machine, RunEvent.PauseRequested request)
    {
        var state = machine.State;
        machine.State = state with { Pause = new PauseMark(request.By, request.Reason, state.Status, []), Pauses = state.Pauses + 1 };
        ControlFlow.Record(machine, "run.paused", null, request);
    }

    /// <summary>The run goes on, and so do the steps that were parked.</summary>
    public static void Resume(Machine machine, RunEvent.ResumeRequested request)
    {
        var kept = Kept(machine);
        if (machine.Documents.AnyMissing)
        {
            return;
        }

        ControlFlow.Record(machine, "run.resumed", null, request, writer => writer.WriteNumber("kept", kept.Count));
        Unpause(machine);
        foreach (var happened in kept.OrderBy(happened => happened is RunEvent.TimerElapsed or RunEvent.LeaseLost))
        {
            // Each meets the run as the one before left it.
            machine.PostAfterwards(() => Engine.Handle(machine, happened));
        }

        // An answer among the kept events beats trying again.
        machine.PostAfterwards(() => TryParkedAgain(machine));
    }

    private static void TryParkedAgain(Machine machine)
    {
        foreach (var step in machine.AllFrames.OfType<AgentFrame>().Where(step => step.Phase == AgentPhase.Parked).ToList())
        {
            machine.Post(step.Id, () => CallAgentExecutor.TryAgain(machine, machine.Get<AgentFrame>(step.Id)));
        }
    }

    /// <summary>
    /// The run is cancelled instead of resumed. Results that were kept have then come too late, like any that come after a cancel: what they
    /// did is undone.
    /// </summary>
    /// <returns>The results; null while they are not loaded.</returns>
    public static IReadOnlyList<RunEvent>? Abandon(Machine machine)
    {
        var kept = Kept(machine);
        if (machine.Documents.AnyMissing)
        {
            return null;
        }

        Unpause(machine);
        foreach (var command in kept.OfType<RunEvent.ControlCommand>())
        {
            ControlFlow.Drop(machine, command);
        }

        return [.. kept.OfType<RunEvent.AttemptSettled>()];
    }

    private static void Unpause(Machine machine)
    {
        if (machine.State.Pause is { } mark)
        {
            machine.State = machine.State with { Pause = null, Status = mark.Was };
        }
    }

    private static List<RunEvent> Kept(Machine machine)
    {
        var events = new List<RunEvent>();
        for (var index = 0; index < machine.State.Pause?.Kept.Length; index++)
        {
            if (machine.Documents.Read(new DataRef.Document(KeyOf(machine, index))).Deserialize(RunStateJson.Default.RunEvent) is { } happened)
            {
                events.Add(happened);
            }
        }

        return events;
    }

    /// <summary>
    /// An attempt is settled once: a second worker that was given the same message may say something else of it, and is not heard. Null = what else happens is
    /// the same when it says the same.
    /// </summary>
    private static string? IdentityOf(RunEvent happened) => happened is RunEvent.AttemptSettled settled ? $"settled {settled.Attempt} {settled.Step}" : null;

    private static string KeyOf(Machine machine, int index) => CollectionRead.ItemKey($"kept/{machine.State.Pauses}", index);

    private static string? StepOf(RunEvent happened) => happened switch
    {
        RunEvent.AttemptSettled settled => settled.Step,
        RunEvent.LeaseLost lost => lost.Step,
        RunEvent.ApprovalDecided decided => Approvals.StepOf(decided.Step),
        RunEvent.TimerElapsed elapsed when TimerName.Parse(elapsed.Timer) is { Target: not TimerName.Run } timer => timer.Target,
        _ => null,
    };
}
