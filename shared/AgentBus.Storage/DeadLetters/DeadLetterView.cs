namespace AgentBus.Storage.DeadLetters;

/// <summary>A dead letter as people see it in a list. State: open, replayed, discarded.</summary>
/// <param name="OpenedAt">When it was last found here.</param>
/// <param name="Replays">How often it was replayed.</param>
/// <param name="DecidedAt">When it was last replayed or discarded; null while it is open.</param>
public sealed record DeadLetterView(
    Guid Id, string Tenant, string Queue, string MessageId, string? Type, Guid? Run, string Reason, string? Exception, string? Error,
    int Deliveries, bool HoldsRun, long BodyBytes, DateTimeOffset FailedAt, DateTimeOffset OpenedAt, string State, int Replays,
    DateTimeOffset? DecidedAt);

/// <summary>All of a dead letter.</summary>
/// <param name="Body">Less than the letter's BodyBytes where it was too large to keep.</param>
/// <param name="Actions">What people did with it, oldest first.</param>
public sealed record DeadLetterDetails(
    DeadLetterView Letter, string? ContentType, IReadOnlyDictionary<string, string> Headers, byte[] Body, string? Stack,
    IReadOnlyList<DeadLetterAction> Actions);

/// <summary>What somebody did with a dead letter.</summary>
/// <param name="Action">replayed or discarded.</param>
/// <param name="MessageId">Of a replay: the id it was sent with.</param>
public sealed record DeadLetterAction(DateTimeOffset At, string Action, string By, string? Reason, Guid? MessageId);
