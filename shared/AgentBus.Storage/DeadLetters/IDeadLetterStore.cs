using AgentBus.Storage.Queries;
using AgentBus.Storage.Runs;

namespace AgentBus.Storage.DeadLetters;

/// <summary>Messages that were given up, each once however often it is handed over.</summary>
public interface IDeadLetterStore
{
    /// <summary>
    /// Keeps a letter, together with messages that follow from it, in one commit. A copy of one that is open changes nothing, and so does a late
    /// copy of one that was replayed or discarded; one that failed again after that is open again. False = nothing was written.
    /// </summary>
    Task<bool> AddAsync(DeadLetterRow letter, IReadOnlyList<OutboxRow> messages, CancellationToken cancellationToken);

    /// <summary>Newest first. The cursor is the last row's (opened at, id) of the page before; null = from the start.</summary>
    Task<IReadOnlyList<DeadLetterView>> ListAsync(
        DeadLetterScope scope, DeadLetterFilter filter, int limit, RunCursor? after, CancellationToken cancellationToken);

    Task<DeadLetterDetails?> GetAsync(DeadLetterScope scope, Guid id, CancellationToken cancellationToken);

    /// <summary>
    /// Sends an open letter to its queue again, as it was, through the outbox: its state and the message in one commit.
    /// </summary>
    /// <param name="scope">Whose letters are seen.</param>
    /// <param name="id">The letter.</param>
    /// <param name="act">Who, when and why.</param>
    /// <param name="newMessageId">Sends it as a message never seen before; null = under its own id, so that receivers know it again.</param>
    /// <param name="cancellationToken">Nothing is written then.</param>
    Task<ReplayOutcome> ReplayAsync(DeadLetterScope scope, Guid id, DeadLetterAct act, Guid? newMessageId, CancellationToken cancellationToken);

    /// <summary>Closes an open letter without sending it; it is kept. False = it is not open.</summary>
    Task<bool> DiscardAsync(DeadLetterScope scope, Guid id, DeadLetterAct act, CancellationToken cancellationToken);

    /// <summary>
    /// Discards open letters of dispatches whose run has ended: nobody needs them, since the run was told of the lost attempt. Returns how many, at most the limit.
    /// </summary>
    Task<int> CloseEndedAsync(DeadLetterAct act, int limit, CancellationToken cancellationToken);

    /// <summary>How many are open, by queue.</summary>
    Task<IReadOnlyDictionary<string, long>> CountOpenAsync(CancellationToken cancellationToken);

    /// <summary>Deletes letters that were replayed or discarded before this time; returns how many, at most the limit.</summary>
    Task<int> SweepAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken);
}

/// <summary>Whose letters are seen: those of a tenant, and where asked for also those of no known tenant.</summary>
public sealed record DeadLetterScope(string Tenant, bool Unknown);

/// <summary>Members that are null do not filter.</summary>
/// <param name="State">open, replayed or discarded.</param>
/// <param name="Since">Found here at this time or later.</param>
/// <param name="Until">Found here at this time or earlier.</param>
public sealed record DeadLetterFilter(
    string? State = null, string? Queue = null, string? Type = null, Guid? Run = null, string? Reason = null, DateTimeOffset? Since = null,
    DateTimeOffset? Until = null);

/// <summary>Who replays or discards a letter, when and why.</summary>
public sealed record DeadLetterAct(string By, string? Reason, DateTimeOffset At);

/// <summary>What came of a replay.</summary>
public enum ReplayOutcome
{
    /// <summary>It is on its way.</summary>
    Replayed,

    /// <summary>There is none of this id, or it was replayed or discarded already.</summary>
    NotOpen,

    /// <summary>It cannot be sent as it was: a part of its body was not kept.</summary>
    Incomplete,

    /// <summary>A message of this id is still in the outbox. It is gone from there in a moment.</summary>
    StillSending,
}
