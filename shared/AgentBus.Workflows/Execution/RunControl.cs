using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.Control;
using AgentBus.Workflows.Execution.Operators;
using AgentBus.Workflows.Execution.State;

namespace AgentBus.Workflows.Execution;

/// <summary>
/// Says what operators may ask of a run. The one rule for both who takes the command and the engine, which asks again when it arrives.
/// </summary>
public static class RunControl
{
    /// <summary>Why the run in this state cannot do what is asked; null = it can.</summary>
    public static ControlRefusal? Refusal(WorkflowDefinition definition, RunState state, RunEvent command) => command switch
    {
        RunEvent.CancelRequested cancel => Cancel(state, cancel),
        RunEvent.PauseRequested => Pause(state),
        RunEvent.ResumeRequested => Resume(state),
        RunEvent.RetryRequested retry => Retry(state, retry),
        RunEvent.RestartRequested restart => RestartFlow.Refusal(definition, state, restart),
        RunEvent.StepCompletedByHand complete => HandFlow.Refusal(definition, state, complete),
        RunEvent.StepSkipped skip => OpenStep(state, skip.Step),
        _ => null,
    };

    internal static ControlRefusal Ended(RunState state) => new("run-ended", $"The run has ended: {state.Status}.");

    /// <summary>For what can be done to an open step only.</summary>
    internal static ControlRefusal? OpenStep(RunState state, string step) =>
        OpenSteps.Find(state, step) is not null || OpenSteps.Stuck(state, step) is not null ? null
        : state.IsOver ? Ended(state)
        : new ControlRefusal("step-not-open", $"Step '{step}' is not open. {Named("Open", state.Frames.OfType<StepFrame>().Select(frame => frame.Id))}");

    private static ControlRefusal? Cancel(RunState state, RunEvent.CancelRequested cancel) =>
        state.IsOver ? Ended(state)
        : IsCompensating(state) && cancel.Compensate
            ? new ControlRefusal("compensating", "The run is being compensated already. Cancel without compensation to end it as it is.")
        : null;

    private static ControlRefusal? Pause(RunState state) =>
        state.IsOver ? Ended(state)
        : state.Pause is { } mark ? new ControlRefusal("already-paused", $"The run was paused by {mark.By}{(mark.Reason is null ? "" : $": {mark.Reason}")}.")
        : null;

    private static ControlRefusal? Resume(RunState state) =>
        state.IsOver ? Ended(state)
        : state is { Pause: null, Budget.IsPaused: true }
            ? new ControlRefusal("budget-used-up", "The run waits for its budget to be raised. Decide the approval that asks for it.")
        : state.Pause is null && !state.Frames.Any(frame => frame is AgentFrame { Phase: AgentPhase.Parked })
            ? new ControlRefusal("not-paused", "The run is not paused, and no step of it is parked.")
        : null;

    private static ControlRefusal? Retry(RunState state, RunEvent.RetryRequested retry) =>
        state.IsOver ? RetryEnded(state, retry)
        : retry.Step is { } step
            ? OpenSteps.Stuck(state, step) is not null || (OpenSteps.Find(state, step) is { } open && OpenSteps.CanBeTried(open)) ? null
            : new ControlRefusal("nothing-to-retry", $"Step '{step}' is not parked, nor does it wait for a retry. {Named("Such steps", Tried(state))}")
        : Tried(state).Any() ? null
        : new ControlRefusal("nothing-to-retry", "Nothing in this run has failed and waits. To do a task again, restart the run from it.");

    private static ControlRefusal? RetryEnded(RunState state, RunEvent.RetryRequested retry) => state switch
    {
        { Status: not RunStatus.Faulted } => Ended(state) with { Reason = $"The run has ended: {state.Status}. Restart it from a task, or start a new run." },
        { Undone: true } => Compensated,
        { Fault: null } => new ControlRefusal("nothing-to-retry", "The run failed outside any step. Restart it from a task, or start a new run."),
        { Fault.Step: var failed } when retry.Step is { } step && step != failed && !failed.StartsWith($"{step}#", StringComparison.Ordinal)
            && !failed.StartsWith($"{step}[", StringComparison.Ordinal) =>
            new ControlRefusal("nothing-to-retry", $"Step '{step}' is not what failed; it was '{failed}'. Retry that, or restart the run from another task."),
        _ => null,
    };

    /// <summary>After a compensation nothing can go on: what was done is undone.</summary>
    internal static ControlRefusal Compensated { get; } =
        new("compensated", "The run's completed steps were compensated, so nothing of it can go on. Start a new run with the same input.");

    internal static bool IsCompensating(RunState state) => (state.Pause?.Was ?? state.Status) == RunStatus.Compensating;

    /// <summary>Names at most ten.</summary>
    internal static string Named(string what, IEnumerable<string> steps)
    {
        var some = steps.Take(11).ToList();
        return some.Count == 0 ? $"{what}: none." : $"{what}: {string.Join(", ", some.Take(10))}{(some.Count > 10 ? " and more" : "")}.";
    }

    private static IEnumerable<string> Tried(RunState state) =>
        state.Frames.Where(frame => frame is AgentFrame { Phase: AgentPhase.Parked }).Select(frame => frame.Id)
            .Concat(OpenSteps.AllStuck(state).Select(block => block.Undoes!));
}
