using System.Runtime.InteropServices;
using System.Text.Json;

namespace AgentBus.Workflows.Execution;

/// <summary>What the shell must do, all of it in one commit with the new state.</summary>
public abstract record Effect
{
    /// <summary>Keep a document under a key of this run; replaces what was there.</summary>
    public sealed record Store(string Key, JsonElement Value) : Effect;

    /// <summary>Send an attempt to an agent.</summary>
    public sealed record Dispatch(AttemptOrder Order) : Effect;

    /// <summary>Keep a completed output for other runs of the tenant; replaces an earlier one of the same agent version and key.</summary>
    public sealed record CacheOutput(CachedOutput Output) : Effect;

    /// <summary>Remember this in the run's workflow; replaces what was there under the key. Expires null = never.</summary>
    public sealed record Remember(string Step, string Key, JsonElement Value, DateTimeOffset? ExpiresAt) : Effect;

    /// <summary>What an attempt that used models turned out to be worth: its calls are judged by it.</summary>
    /// <param name="Step">The step.</param>
    /// <param name="Attempt">Its attempt.</param>
    /// <param name="Quality">0, worthless, to 1, right.</param>
    /// <param name="Source">Who judged: <c>schema</c>, <c>accept</c>, <c>validation</c> (the agent) or <c>human</c>.</param>
    /// <param name="CostUsd">What it cost.</param>
    /// <param name="Took">How long it took; null = not known.</param>
    /// <param name="Decision">The one call that is judged; null = all calls of the attempt.</param>
    public sealed record Judge(
        string Step, int Attempt, double Quality, string Source, decimal CostUsd = 0, TimeSpan? Took = null, Guid? Decision = null) : Effect;

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

    /// <summary>From here on the run goes by this version of its definition.</summary>
    public sealed record Move(string Version) : Effect;

    /// <summary>Publish a CloudEvent (complete, in JSON form). The same id on every repetition.</summary>
    public sealed record Publish(JsonElement CloudEvent) : Effect;

    /// <summary>Have <see cref="RunEvent.EventArrived"/> come for every event of these types; null = of every type.</summary>
    public sealed record Subscribe(string Step, IReadOnlyList<string>? Types) : Effect;

    /// <summary>The step waits for events no longer.</summary>
    public sealed record Unsubscribe(string Step) : Effect;

    /// <summary>This run, started by a schedule with <c>after</c>, ended: start the next one at this time.</summary>
    public sealed record ScheduleNext(DateTimeOffset Due) : Effect;

    /// <summary>Start a run; its row is committed together with this decision.</summary>
    public sealed record StartChild(ChildOrder Order) : Effect;

    /// <summary>Cancel a run that this one started. It may have ended by itself.</summary>
    public sealed record CancelChild(Guid Child, string Reason, bool Compensate) : Effect;

    /// <summary>This run ended: tell the step that waits for it. An error stands for every end but completion with an output that can be carried.</summary>
    public sealed record TellParent(
        ParentRun Parent, RunStatus Status, JsonElement? Output, JsonElement? Error, decimal CostUsd = 0, long Tokens = 0) : Effect;

    /// <summary>A step's row for people to see.</summary>
    public sealed record StepChanged(StepSnapshot Step) : Effect;

    /// <summary>An entry of the history: what was decided and why.</summary>
    public sealed record Record : Effect
    {
        private readonly Action<Utf8JsonWriter>? write;
        private byte[]? utf8;
        private JsonElement? data;

        public Record(string type, string? step, JsonElement data) => (Type, Step, this.data) = (type, step, data);

        /// <param name="type">What happened.</param>
        /// <param name="step">To which step; null = to the run.</param>
        /// <param name="utf8">The data as JSON text; null = an empty object.</param>
        internal Record(string type, string? step, byte[]? utf8) => (Type, Step, this.utf8) = (type, step, utf8 ?? Json.EmptyObjectText);

        /// <param name="type">What happened.</param>
        /// <param name="step">To which step; null = to the run.</param>
        /// <param name="write">Writes the members when they are asked for; must write the same whenever that is.</param>
        internal Record(string type, string? step, Action<Utf8JsonWriter> write) => (Type, Step, this.write) = (type, step, write);

        /// <summary>What happened, such as <c>step.completed</c>.</summary>
        public string Type { get; }

        /// <summary>To which step; null = to the run.</summary>
        public string? Step { get; }

        /// <summary>An object.</summary>
        public JsonElement Data => data ??= JsonElement.Parse(Utf8.Span);

        /// <summary><see cref="Data"/> as JSON text; cheaper than to make an element of it.</summary>
        public ReadOnlyMemory<byte> Utf8 => utf8 ??= data is { } known ? JsonMarshal.GetRawUtf8Value(known).ToArray() : Json.Utf8(write!);
    }
}
