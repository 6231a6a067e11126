using System.Text.Json;

namespace AgentBus.Workflows.Execution;

/// <summary>Something that happened to a run. Duplicates and stale ones are ignored by their natural keys.</summary>
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
    public sealed record ChildEnded(string Step, Guid Child, RunStatus Status, JsonElement? Output, JsonElement? Error) : RunEvent;

    /// <summary>An event that some step may wait for. The same source and id again changes nothing.</summary>
    /// <param name="CloudEvent">The event in JSON form.</param>
    /// <param name="By">Who sent it to this run alone; null = it was published for all.</param>
    public sealed record EventArrived(JsonElement CloudEvent, string? By = null) : RunEvent;

    /// <summary>The run is to end.</summary>
    public sealed record CancelRequested(string By, string? Reason, bool Compensate) : RunEvent;

    /// <summary>The run is to go on with another version of its definition; see <see cref="Moves.VersionMove"/>.</summary>
    public sealed record MoveRequested(string Version, string By) : RunEvent;
}
