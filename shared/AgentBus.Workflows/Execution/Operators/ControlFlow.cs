using System.Text.Json;
using AgentBus.Workflows.Execution.Control;

namespace AgentBus.Workflows.Execution.Operators;

/// <summary>Carries out what operators ask for, once, and writes down who asked and why, also when it is refused.</summary>
internal static class ControlFlow
{
    // A redelivery comes within seconds; so many commands to one run do not.
    private const int Remembered = 16;

    public static void Do(Machine machine, RunEvent.ControlCommand command)
    {
        if (machine.State.Commands?.Contains(command.Command) == true)
        {
            return;
        }

        Remember(machine, command);
        if (Refusal(machine, command) is { } refusal)
        {
            Refuse(machine, command, refusal);
        }
        else
        {
            Obey(machine, command);
        }
    }

    /// <summary>Does what was asked of a paused run no more: it was cancelled first. The same command again does nothing either.</summary>
    public static void Drop(Machine machine, RunEvent.ControlCommand command)
    {
        Remember(machine, command);
        Refuse(machine, command, new ControlRefusal("cancelled", "The run was cancelled before it was resumed."));
    }

    /// <summary>Why it is not possible at this point of the decision.</summary>
    public static ControlRefusal? Refusal(Machine machine, RunEvent.ControlCommand command) =>
        RunControl.Refusal(machine.Definition, machine.State with { Frames = [.. machine.AllFrames] }, command);

    public static void Refuse(Machine machine, RunEvent.ControlCommand command, ControlRefusal refusal) =>
        Record(machine, "control.refused", null, command, writer =>
        {
            writer.WriteString("command", NameOf(command));
            writer.WriteString("code", refusal.Code);
            writer.WriteString("refused", refusal.Reason);
        });

    /// <summary>An entry of the history that says who asked and why.</summary>
    public static void Record(Machine machine, string type, string? step, RunEvent.ControlCommand command, Action<Utf8JsonWriter>? more = null) =>
        machine.Effects.Record(type, step, writer =>
        {
            writer.WriteString("by", command.By);
            writer.Member("reason", command.Reason is null ? null : Limits.Clip(command.Reason));
            more?.Invoke(writer);
        });

    /// <summary>Who asked and why, in words.</summary>
    public static string InWords(RunEvent.ControlCommand command) =>
        Limits.Clip(command.Reason is { } reason ? $"by {command.By}: {reason}" : $"by {command.By}");

    private static void Remember(Machine machine, RunEvent.ControlCommand command) =>
        machine.State = machine.State with { Commands = [.. (machine.State.Commands ?? []).TakeLast(Remembered - 1), command.Command] };

    private static void Obey(Machine machine, RunEvent.ControlCommand command)
    {
        switch (command)
        {
            case RunEvent.CancelRequested cancel:
                RunFlow.Cancel(machine, cancel);
                break;
            case RunEvent.PauseRequested pause:
                PauseFlow.Pause(machine, pause);
                break;
            case RunEvent.ResumeRequested resume:
                PauseFlow.Resume(machine, resume);
                break;
            case RunEvent.RetryRequested retry:
                RetryFlow.Retry(machine, retry);
                break;
            case RunEvent.RestartRequested restart:
                RestartFlow.Restart(machine, restart);
                break;
            case RunEvent.StepCompletedByHand complete:
                HandFlow.Complete(machine, complete);
                break;
            case RunEvent.StepSkipped skip:
                HandFlow.Skip(machine, skip);
                break;
        }
    }

    private static string NameOf(RunEvent.ControlCommand command) => command switch
    {
        RunEvent.CancelRequested => "cancel",
        RunEvent.PauseRequested => "pause",
        RunEvent.ResumeRequested => "resume",
        RunEvent.RetryRequested => "retry",
        RunEvent.RestartRequested => "restart",
        RunEvent.StepCompletedByHand => "complete",
        _ => "skip",
    };
}
