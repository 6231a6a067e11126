using System.Text.Json;
using System.Text.Json.Serialization;
using AgentBus.Workflows.Budgets;
using AgentBus.Workflows.Execution.Budgets;
using AgentBus.Workflows.Execution.Operators;
using AgentBus.Workflows.Execution.State;

namespace AgentBus.Workflows.Execution;

/// <summary>
/// The control state of a run: what runs and what waits, never the data. Its size is of the order of the running steps.
/// Serialisable, with a format version.
/// </summary>
public sealed record RunState
{
    /// <summary>The format this version writes. It may grow only once the release before could read the next one, since both run in a rolling deploy.</summary>
    public const int CurrentFormat = 2;

    /// <summary>Version of the stored form.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>The run's id; part of every idempotency key.</summary>
    public required Guid Run { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public RunStatus Status { get; init; }

    /// <summary>The run that started this one; null = none did.</summary>
    public ParentRun? Parent { get; init; }

    /// <summary>The time at which a schedule was to start it; null = no schedule did.</summary>
    public DateTimeOffset? ScheduledFor { get; init; }

    /// <summary>How many runs are above it.</summary>
    public int Depth { get; init; }

    /// <summary>The RFC 7807 error that ended the run, when faulted.</summary>
    public JsonElement? Error { get; init; }

    /// <summary><c>$context</c>.</summary>
    [JsonInclude]
    internal DataRef Context { get; init; } = DataRef.Null;

    [JsonInclude]
    internal IReadOnlyList<Frame> Frames { get; init; } = [];

    /// <summary>How many completed steps could be undone: the documents <c>undo[0]</c> .. <c>undo[n-1]</c>.</summary>
    [JsonInclude]
    internal int Undoable { get; init; }

    /// <summary>What the run will be once compensation is over; Pending = it is not compensating.</summary>
    [JsonInclude]
    internal RunStatus After { get; init; }

    /// <summary>What may be spent, was and is held; null = the definition sets no budget.</summary>
    [JsonInclude]
    internal RunBudget? Budget { get; init; }

    /// <summary>What attempts and awaited runs used so far, kept where another run waits for this one and wants to know.</summary>
    [JsonInclude]
    internal Spend Used { get; init; }

    /// <summary>How many decisions left blocks to go on later; makes the names of their timers unique.</summary>
    [JsonInclude]
    internal int Yields { get; init; }

    /// <summary>Entries of the history so far.</summary>
    [JsonInclude]
    internal long Entries { get; init; }

    /// <summary>Whether completed steps were undone: nothing can go on from them.</summary>
    [JsonInclude]
    internal bool Undone { get; init; }

    /// <summary>Null = the run is not paused by an operator.</summary>
    [JsonInclude]
    internal PauseMark? Pause { get; init; }

    /// <summary>How often it was paused; makes the keys of the events kept meanwhile unique.</summary>
    [JsonInclude]
    internal int Pauses { get; init; }

    /// <summary>The last commands of operators, so that a repetition is not carried out again.</summary>
    [JsonInclude]
    internal Guid[]? Commands { get; init; }

    /// <summary>What a run that failed can go on from; null = nothing.</summary>
    [JsonInclude]
    internal FaultMark? Fault { get; init; }

    /// <summary>How often it was opened again after its end; makes the names of its timeouts unique.</summary>
    [JsonInclude]
    internal int Revivals { get; init; }

    /// <summary>Highest visit used, kept when the last frame goes.</summary>
    [JsonInclude]
    internal int LastVisit { get; init; }

    /// <summary>The run's budget: <c>{limits, spent, reserved, left}</c>, each <c>{costUsd, tokens, requests}</c>; null = it has none.</summary>
    [JsonIgnore]
    public JsonElement? BudgetNow => Budget is null ? null : BudgetView.Of(Budget);

    /// <summary>What a run that waits for this one is told it spent: what is held for attempts that may yet end counts, as nobody tells it later.</summary>
    [JsonIgnore]
    internal Spend Bill => Used + (Budget?.Account.Reserved ?? default);

    /// <summary>Whether the run has ended.</summary>
    [JsonIgnore]
    public bool IsOver => Status is RunStatus.Completed or RunStatus.Faulted or RunStatus.Cancelled;

    /// <summary>The state of a run that has not begun.</summary>
    public static RunState New(Guid run, DateTimeOffset startedAt, ParentRun? parent = null, int depth = 0) =>
        new() { Run = run, StartedAt = startedAt, Parent = parent, Depth = depth };

    /// <summary>For the store.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this with { Frames = FrameForm.Shorten(Frames) }, RunStateJson.Default.RunState);

    /// <summary>From the store.</summary>
    /// <exception cref="JsonException">The bytes are not a state, or one of before the first release.</exception>
    /// <exception cref="NewerStateException">They are of a later format.</exception>
    public static RunState FromBytes(ReadOnlySpan<byte> bytes)
    {
        var state = JsonSerializer.Deserialize(bytes, RunStateJson.Default.RunState) ?? throw new JsonException("The stored run state is null.");
        if (state.Format == CurrentFormat)
        {
            FrameForm.Complete(state.Frames);
            return state;
        }

        throw state.Format > CurrentFormat ? new NewerStateException(state.Format) : new JsonException(
            $"The stored run state has format {state.Format}, of before the first release; this version reads {CurrentFormat}. Start the run again.");
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(RunState))]
[JsonSerializable(typeof(Frame))]
[JsonSerializable(typeof(UndoEntry))]
[JsonSerializable(typeof(FaultEntry))]
[JsonSerializable(typeof(StepOrigin))]
[JsonSerializable(typeof(RunEvent))]
internal sealed partial class RunStateJson : JsonSerializerContext;
