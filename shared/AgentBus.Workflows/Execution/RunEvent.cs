using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentBus.Workflows.Execution;

/// <summary>Something that happened to a run. Duplicates and stale ones are ignored by their natural keys.</summary>
/// <remarks>Each kind needs its line here: what happens to a paused run is kept as a document until it is resumed.</remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "k")]
[JsonDerivedType(typeof(Started), "started")]
[JsonDerivedType(typeof(AttemptSettled), "settled")]
[JsonDerivedType(typeof(LeaseLost), "leaseLost")]
[JsonDerivedType(typeof(TimerElapsed), "timer")]
[JsonDerivedType(typeof(ApprovalDecided), "decided")]
[JsonDerivedType(typeof(ChildEnded), "childEnded")]
[JsonDerivedType(typeof(EventArrived), "event")]
[JsonDerivedType(typeof(CancelRequested), "cancel")]
[JsonDerivedType(typeof(MoveRequested), "move")]
[JsonDerivedType(typeof(PauseRequested), "pause")]
[JsonDerivedType(typeof(ResumeRequested), "resume")]
[JsonDerivedType(typeof(RetryRequested), "retry")]
[JsonDerivedType(typeof(RestartRequested), "restart")]
[JsonDerivedType(typeof(StepCompletedByHand), "complete")]
[JsonDerivedType(typeof(StepSkipped), "skip")]
public abstract record RunEvent
{
    /// <summary>The run begins; its raw input is the document <see cref="DocumentKeys.Input"/>.</summary>
    public sealed record Started : RunEvent;

    /// <summary>An attempt ended.</summary>
    public sealed record AttemptSettled(string Step, int Attempt, AttemptOutcome Outcome) : RunEvent;

    /// <summary>A claimed attempt was not heard of in time.</summary>
    public sealed record LeaseLost(string Step, int Attempt) : RunEvent;

    /// <summary>A timer is due.</summary>
    public sealed record TimerElapsed(string Timer) : RunEvent;

    /// <summary>A person decided.</summary>
    /// <param name="Override">Whether it was somebody who was not asked, by the right of an operator.</param>
    public sealed record ApprovalDecided(
        string Step, bool Approved, string By, string? Comment, JsonElement? Form, bool Override = false) : RunEvent;

    /// <summary>A run that a step of this one started has ended.</summary>
    public sealed record ChildEnded(
        string Step, Guid Child, RunStatus Status, JsonElement? Output, JsonElement? Error, decimal CostUsd = 0, long Tokens = 0) : RunEvent;

    /// <summary>An event that some step may wait for. The same source and id again changes nothing.</summary>
    /// <param name="CloudEvent">The event in JSON form.</param>
    /// <param name="By">Who sent it to this run alone; null = it was published for all.</param>
    public sealed record EventArrived(JsonElement CloudEvent, string? By = null) : RunEvent;

    /// <summary>The run is to go on with another version of its definition; see <see cref="Moves.VersionMove"/>.</summary>
    public sealed record MoveRequested(string Version, string By) : RunEvent;

    /// <summary>What an operator asks for. Whether it is possible says <see cref="RunControl.Refusal"/>.</summary>
    /// <param name="Command">The same on every repetition.</param>
    /// <param name="By">Who asked.</param>
    /// <param name="Reason">Why, for the history.</param>
    public abstract record ControlCommand(Guid Command, string By, string? Reason) : RunEvent;

    /// <summary>The run is to end.</summary>
    public sealed record CancelRequested(Guid Command, string By, string? Reason = null, bool Compensate = true) : ControlCommand(Command, By, Reason);

    /// <summary>The run is to send nothing new.</summary>
    public sealed record PauseRequested(Guid Command, string By, string? Reason = null) : ControlCommand(Command, By, Reason);

    /// <summary>The run, or its parked steps, are to go on.</summary>
    public sealed record ResumeRequested(Guid Command, string By, string? Reason = null) : ControlCommand(Command, By, Reason);

    /// <summary>What failed or is parked is to be tried again: this step, or all.</summary>
    public sealed record RetryRequested(Guid Command, string By, string? Step = null, string? Reason = null) : ControlCommand(Command, By, Reason);

    /// <summary>The run is to go on from this step with the input it had; the origin is the data of its <c>step.started</c> entry.</summary>
    public sealed record RestartRequested(Guid Command, string By, string Step, JsonElement Origin, string? Reason = null)
        : ControlCommand(Command, By, Reason);

    /// <summary>A person did this step.</summary>
    public sealed record StepCompletedByHand(Guid Command, string By, string Step, JsonElement Output, string? Reason = null)
        : ControlCommand(Command, By, Reason);

    /// <summary>The run is to go on without this step.</summary>
    public sealed record StepSkipped(Guid Command, string By, string Step, JsonElement? Output = null, string? Reason = null)
        : ControlCommand(Command, By, Reason);
}
