using AgentBus.Storage.Agents;
using AgentBus.Storage.Decisions;
using AgentBus.Storage.Memory;

namespace AgentBus.Storage.Runs;

/// <summary>
/// All that one message changes, written together or not at all. Every part joins the run whose version check held,
/// so a set that lost the race writes nothing.
/// </summary>
public sealed record WriteSet
{
    public required string Tenant { get; init; }

    public required Guid Run { get; init; }

    /// <summary>
    /// The run itself, where this set begins it: its row, input and first history entry are written as the first decision leaves them, and no start message
    /// is needed. Where a run of this id or request key is there already, the set writes nothing, as one that lost the race.
    /// </summary>
    public NewRun? Begins { get; init; }

    /// <summary>The version that was loaded, 0 for a run that begins. The row moves to this + 1.</summary>
    public required long ExpectedVersion { get; init; }

    /// <summary>Readable state: Pending, Running, Waiting, Paused, Compensating, Completed, Faulted, Cancelled.</summary>
    public required string Status { get; init; }

    /// <summary>The version of its definition that the run goes by from here on; null = the same as before.</summary>
    public string? DefinitionVersion { get; init; }

    /// <summary>The engine's control state.</summary>
    public required byte[] EngineState { get; init; }

    /// <summary>RFC 7807 error of a faulted run, as JSON.</summary>
    public string? Error { get; init; }

    /// <summary>Set when this change ended the run. A change to a run that is over, such as a late result, leaves it null and keeps the time of the end.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>
    /// Id of the message that is carried out, where nothing in it tells a repetition; null = it has a natural key. A set whose message was
    /// carried out before writes nothing, as one that lost the race.
    /// </summary>
    public Guid? Inbox { get; init; }

    /// <summary>Time of the change.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Money to add to the run's sum.</summary>
    public decimal CostUsd { get; init; }

    /// <summary>Tokens to add to the run's sum.</summary>
    public long Tokens { get; init; }

    public IReadOnlyList<DocumentRow> Documents { get; init; } = [];

    public IReadOnlyList<StepRow> Steps { get; init; } = [];

    public IReadOnlyList<HistoryRow> History { get; init; } = [];

    /// <summary>Rows due at <see cref="At"/> or before are held from relays for 15 s: whoever commits publishes them, then deletes them.</summary>
    public IReadOnlyList<OutboxRow> Outbox { get; init; } = [];

    /// <summary>Names of this run's timers to delete.</summary>
    public IReadOnlyList<string> CancelledTimers { get; init; } = [];

    /// <summary>Runs that this one starts, Pending. Their start messages are in <see cref="Outbox"/>. One that is there already is left alone.</summary>
    public IReadOnlyList<NewRun> Children { get; init; } = [];

    public IReadOnlyList<SubscriptionRow> Subscriptions { get; init; } = [];

    /// <summary>Steps that wait for events no longer.</summary>
    public IReadOnlyList<string> ClosedSubscriptions { get; init; } = [];

    public IReadOnlyList<ApprovalRow> Approvals { get; init; } = [];

    /// <summary>Approvals that ask more people, where still open; applied after <see cref="Approvals"/>.</summary>
    public IReadOnlyList<ApprovalEscalation> EscalatedApprovals { get; init; } = [];

    /// <summary>Approvals to close, where still open.</summary>
    public IReadOnlyList<ApprovalClose> ClosedApprovals { get; init; } = [];

    /// <summary>Attempts that ended; a later attempt of the same step keeps its lease.</summary>
    public IReadOnlyList<LeaseClose> ClosedLeases { get; init; } = [];

    /// <summary>Outputs that other runs may use again.</summary>
    public IReadOnlyList<CachedOutputRow> CachedOutputs { get; init; } = [];

    /// <summary>What the run's workflow remembers from now on.</summary>
    public IReadOnlyList<MemoryRow> Memories { get; init; } = [];

    /// <summary>What attempts that used models were worth.</summary>
    public IReadOnlyList<AttemptOutcomeRow> Outcomes { get; init; } = [];
}
