using System.Text.Json;

namespace AgentBus.Workflows.Execution;

/// <summary>What the shell must do, all of it in one commit with the new state.</summary>
public abstract record Effect
{
    /// <summary>Keep a document under a key of this run; replaces what was there.</summary>
    public sealed record Store(string Key, JsonElement Value) : Effect;

    /// <summary>Send an attempt to an agent.</summary>
    public sealed record Dispatch(AttemptOrder Order) : Effect;

    /// <summary>Have <see cref="RunEvent.TimerElapsed"/> come at this time. The name is unique in the run.</summary>
    public sealed record SetTimer(string Timer, DateTimeOffset Due) : Effect;

    /// <summary>The timer is no longer wanted; a late one is ignored anyway.</summary>
    public sealed record CancelTimer(string Timer) : Effect;

    /// <summary>Ask people.</summary>
    public sealed record AskApproval(ApprovalOrder Order) : Effect;

    /// <summary>The open question of this step went up to this rung of its ladder: who is asked now, and until when.</summary>
    public sealed record EscalateApproval(
        string Step, int Rung, IReadOnlyList<string> Assignees, IReadOnlyList<string> Groups, DateTimeOffset? DueAt) : Effect;

    /// <summary>The question of this step is closed: <c>approved</c>, <c>denied</c>, <c>timedOut</c> or <c>cancelled</c>.</summary>
    /// <param name="Comment">What followed, where nobody decided.</param>
    public sealed record CloseApproval(string Step, string State, string? Comment = null) : Effect;

    /// <summary>Publish a CloudEvent (complete, in JSON form). The same id on every repetition.</summary>
    public sealed record Publish(JsonElement CloudEvent) : Effect;

    /// <summary>Have <see cref="RunEvent.EventArrived"/> come for every event of these types; null = of every type.</summary>
    public sealed record Subscribe(string Step, IReadOnlyList<string>? Types) : Effect;

    /// <summary>The step waits for events no longer.</summary>
    public sealed record Unsubscribe(string Step) : Effect;

    /// <summary>Start a run; its row is committed together with this decision.</summary>
    public sealed record StartChild(ChildOrder Order) : Effect;

    /// <summary>Cancel a run that this one started. It may have ended by itself.</summary>
    public sealed record CancelChild(Guid Child, string Reason, bool Compensate) : Effect;

    /// <summary>This run ended: tell the step that waits for it. An error stands for every end but completion with an output that can be carried.</summary>
    public sealed record TellParent(ParentRun Parent, RunStatus Status, JsonElement? Output, JsonElement? Error) : Effect;

    /// <summary>A step's row for people to see.</summary>
    public sealed record StepChanged(StepSnapshot Step) : Effect;

    /// <summary>An entry of the history: what was decided and why.</summary>
    public sealed record Record(string Type, string? Step, JsonElement Data) : Effect;
}
