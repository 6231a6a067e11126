using System.Text.Json.Serialization;

namespace AgentBus.Workflows.Execution.State;

/// <summary>
/// What is open in a run: a step, or a list of tasks inside one. A frame goes when it ends, so the frames are the control state. Immutable once it is in
/// a state: the setters are for <see cref="FrameForm"/>, and reading is several times faster with them.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "k")]
[JsonDerivedType(typeof(BlockFrame), "block")]
[JsonDerivedType(typeof(SimpleFrame), "step")]
[JsonDerivedType(typeof(ForFrame), "for")]
[JsonDerivedType(typeof(ForkFrame), "fork")]
[JsonDerivedType(typeof(TryFrame), "try")]
[JsonDerivedType(typeof(AgentFrame), "agent")]
[JsonDerivedType(typeof(ApprovalFrame), "approval")]
[JsonDerivedType(typeof(ChildFrame), "child")]
[JsonDerivedType(typeof(ExtendedFrame), "extended")]
[JsonDerivedType(typeof(ListenFrame), "listen")]
[JsonDerivedType(typeof(LateFrame), "late")]
internal abstract record Frame
{
    /// <summary>Of a step: <c>{task path}[{for indexes}]#{visit}</c>.</summary>
    [JsonPropertyName("id")]
    public string Id { get; set; } = "";

    /// <summary>The frame that waits for this one; null at the root.</summary>
    [JsonPropertyName("parent")]
    public string? Parent { get; set; }

    /// <summary>Place of the parent in the list, from 1 on; only in the stored form.</summary>
    [JsonPropertyName("p")]
    public int ParentAt { get; set; }

    /// <summary>Indexes of the enclosing <c>for</c> items, outermost first.</summary>
    [JsonPropertyName("i")]
    public int[] Indexes { get; set; } = [];

    /// <summary>Visit number of the steps inside (of a step: its own). A jump back or a retry of a <c>try</c> moves it on.</summary>
    [JsonPropertyName("v")]
    public int Visit { get; set; }

    /// <summary>
    /// Highest visit number used inside so far. The next one is above it: step ids stay unique although finished steps are forgotten.
    /// </summary>
    [JsonPropertyName("lv")]
    public int LastVisit { get; set; }

    /// <summary>The nearest timeout around it.</summary>
    [JsonPropertyName("until")]
    public DateTimeOffset? Deadline { get; set; }

    /// <summary>Variables bound here, such as <c>item</c>.</summary>
    [JsonPropertyName("vars")]
    public Dictionary<string, DataRef>? Variables { get; set; }

    /// <summary>The same frame with every reference put where it survives the decision.</summary>
    public virtual Frame Keep(Func<DataRef, DataRef> keep) => Variables is { } bound && bound.Values.Any(value => value is DataRef.Fresh)
        ? this with { Variables = bound.ToDictionary(v => v.Key, v => keep(v.Value)) }
        : this;
}

/// <summary>Which list of its owner a block runs.</summary>
internal enum BlockRole
{
    /// <summary>The <c>do</c> of a do, for or workflow, or the <c>try</c> of a try.</summary>
    Main,
    Catch,
    Compensate,

    /// <summary>What an extension puts before its task.</summary>
    Before,

    /// <summary>What an extension puts after its task.</summary>
    After,
}

/// <summary>How far a compensation is.</summary>
internal enum UndoPhase
{
    /// <summary>The block is no compensation.</summary>
    None,

    /// <summary>Its turn has not come.</summary>
    Queued,
    Running,

    /// <summary>It failed, and an operator is awaited.</summary>
    Stuck,
}

/// <summary>A list of tasks, of which one runs.</summary>
internal sealed record BlockFrame : Frame
{
    public static string IdIn(Frame owner, BlockRole role, int? item) => item is { } index ? $"{owner.Id}/{index}" : $"{owner.Id}/{role}";

    /// <summary>Path of the task it belongs to; null = the workflow.</summary>
    [JsonPropertyName("owner")]
    public string? Owner { get; set; }

    [JsonPropertyName("role")]
    public BlockRole Role { get; set; }

    /// <summary>Index of the running task.</summary>
    [JsonPropertyName("at")]
    public int Position { get; set; }

    /// <summary>Of a compensation.</summary>
    public UndoPhase Undo { get; set; }

    /// <summary>Of a compensation: the step it undoes.</summary>
    public string? Undoes { get; set; }

    /// <summary>Of a compensation: the higher, the earlier.</summary>
    public int Turn { get; set; }

    /// <summary>Input of the next task while the block yields between two decisions, or of the one that failed in a compensation that waits.</summary>
    [JsonPropertyName("next")]
    public DataRef? Pending { get; set; }

    public override Frame Keep(Func<DataRef, DataRef> keep) =>
        Pending is null ? base.Keep(keep) : (BlockFrame)base.Keep(keep) with { Pending = keep(Pending) };
}

/// <summary>An open step.</summary>
internal abstract record StepFrame : Frame
{
    /// <summary>Path of its task.</summary>
    [JsonPropertyName("t")]
    public string Task { get; set; } = "";

    [JsonPropertyName("s")]
    public DateTimeOffset StartedAt { get; set; }

    /// <summary>After <c>input.from</c>.</summary>
    [JsonPropertyName("in")]
    public DataRef Input { get; set; } = DataRef.Null;

    /// <summary>Whether it has yet to be entered. Only within a decision: at its end every open step was.</summary>
    [JsonIgnore]
    public bool IsNew { get; set; }

    /// <summary>Before <c>input.from</c>; null = the same.</summary>
    [JsonPropertyName("raw")]
    public DataRef? Untransformed { get; set; }

    /// <summary>As it came from the step before.</summary>
    [JsonIgnore]
    public DataRef RawInput => Untransformed ?? Input;

    public override Frame Keep(Func<DataRef, DataRef> keep) => Input is DataRef.Fresh || Untransformed is DataRef.Fresh
        ? (StepFrame)base.Keep(keep) with { Input = keep(Input), Untransformed = Untransformed is null ? null : keep(Untransformed) }
        : base.Keep(keep);
}

/// <summary>A step that has no state of its own: do, set, switch, raise, emit, wait.</summary>
internal sealed record SimpleFrame : StepFrame;

/// <summary>
/// A <c>for</c>. Items below <see cref="Next"/> without a frame are finished, so no set of them is kept.
/// </summary>
internal sealed record ForFrame : StepFrame
{
    /// <summary>The items as handed to the body: documents <c>{prefix}[i]</c>.</summary>
    public string Prefix { get; set; } = "";

    public int Count { get; set; }

    /// <summary>The next item to begin.</summary>
    public int Next { get; set; }

    public int Running { get; set; }

    public int Failed { get; set; }
}

/// <summary>A <c>fork</c>.</summary>
internal sealed record ForkFrame : StepFrame
{
    public int Running { get; set; }
}

/// <summary>A <c>try</c>.</summary>
internal sealed record TryFrame : StepFrame
{
    /// <summary>Tries begun.</summary>
    public int Tries { get; set; }

    /// <summary>Whether it waits to try again.</summary>
    public bool Waiting { get; set; }

    /// <summary>Task whose output was rejected in the last try, and why: told to that task's next attempt.</summary>
    public string? RejectedTask { get; set; }

    public string? Feedback { get; set; }
}

/// <summary>What an agent step is doing.</summary>
internal enum AgentPhase
{
    Working,

    /// <summary>The next attempt waits for its timer.</summary>
    Backoff,

    /// <summary>A person is asked.</summary>
    Asking,

    /// <summary>All is used up and a person is asked whether to go on.</summary>
    Parked,

    /// <summary>The budget has no room for the next attempt.</summary>
    Held,

    /// <summary>A person is asked to approve the plan it made.</summary>
    Approving,

    /// <summary>The plan it made is run.</summary>
    Executing,
}

/// <summary>A <c>call: agent</c>.</summary>
internal sealed record AgentFrame : StepFrame
{
    public AgentPhase Phase { get; set; }

    /// <summary>Which of the agents: 0 = the first choice, then candidates, then the fallback.</summary>
    public int Choice { get; set; }

    /// <summary>Number of the last attempt sent.</summary>
    [JsonPropertyName("n")]
    public int Attempt { get; set; }

    /// <summary>Attempts sent and not settled. A lost one stays: its result may yet come, and wins.</summary>
    [JsonPropertyName("out")]
    public int[] Out { get; set; } = [];

    /// <summary>Failures of this agent that count.</summary>
    [JsonPropertyName("failed")]
    public int Failures { get; set; }

    /// <summary>Attempts whose lease was lost.</summary>
    public int Lost { get; set; }

    /// <summary>Evaluated once: every attempt gets the same, as they share their idempotency key.</summary>
    [JsonPropertyName("with")]
    public DataRef Arguments { get; set; } = DataRef.Null;

    public string? Feedback { get; set; }

    /// <summary>Under which the output is kept for other runs; null = it is not.</summary>
    public string? CacheKey { get; set; }

    /// <summary>Of a <c>call: plan</c>.</summary>
    public PlanProgress? Plan { get; set; }

    [JsonPropertyName("usd")]
    public decimal CostUsd { get; set; }

    public long Tokens { get; set; }

    public string? AgentVersion { get; set; }

    public override Frame Keep(Func<DataRef, DataRef> keep) =>
        Arguments is DataRef.Fresh ? (AgentFrame)base.Keep(keep) with { Arguments = keep(Arguments) } : base.Keep(keep);
}

/// <summary>Attempts that are still in flight although their step is closed: should one succeed, what it did is undone.</summary>
internal sealed record LateFrame : Frame
{
    /// <summary>The step as it was when it was closed.</summary>
    public required StepSnapshot Step { get; set; }

    public int[] Out { get; set; } = [];

    public static string IdOf(string step) => $"late/{step}";
}
