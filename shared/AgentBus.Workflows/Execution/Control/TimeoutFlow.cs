using AgentBus.Workflows.Execution.State;
using AgentBus.Workflows.Failures;

namespace AgentBus.Workflows.Execution.Control;

/// <summary>What happens when the time of a step is over, whoever notices it first: its timer, or the worker of an attempt that may not go on.</summary>
internal static class TimeoutFlow
{
    /// <summary>Code of an attempt that was given up because its deadline passed.</summary>
    public const string Code = "deadline";

    /// <summary>So far the clock of a worker may run ahead of the engine's; a deadline that is farther off has not passed.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(5);

    /// <summary>The step fails with the standard's timeout error.</summary>
    public static void Elapsed(Machine machine, StepFrame step) =>
        StepFlow.Fault(machine, step, new WorkflowError(ErrorTypes.Timeout, 408, "The step took too long",
            $"It was to end within {Backoffs.InWords(machine.TaskOf(step).Timeout?.Known ?? machine.Now - step.StartedAt)}.", step.Task));

    /// <summary>
    /// An attempt failed when the nearest timeout around its step was over: that is the error, though the timer may come a moment later, and then finds
    /// nothing. False = it is not over.
    /// </summary>
    public static bool Ends(Machine machine, StepFrame step, AttemptOutcome failed)
    {
        if (step.Deadline is not { } deadline || machine.Now < deadline - (failed.Code == Code ? ClockSkew : TimeSpan.Zero))
        {
            return false;
        }

        switch (OwnerOf(machine, step, deadline))
        {
            case StepFrame owner when machine.TaskOf(owner).Timeout is not null:
                machine.Post(owner.Id, () => Elapsed(machine, machine.Get<StepFrame>(owner.Id)));
                return true;
            case { Id: RunFlow.RootBlock }:
                machine.Post(null, () => RunFlow.Timeout(machine));
                return true;
            default:
                return false;
        }
    }

    /// <summary>Deadlines are handed down, so the timeout is that of the outermost frame that has this one.</summary>
    private static Frame OwnerOf(Machine machine, Frame step, DateTimeOffset deadline)
    {
        var owner = step;
        while (owner.Parent is { } parent && machine.Find(parent) is { } around && around.Deadline == deadline)
        {
            owner = around;
        }

        return owner;
    }
}
