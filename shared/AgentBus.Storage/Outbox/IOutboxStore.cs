using AgentBus.Storage.Queries;
using AgentBus.Storage.Runs;

namespace AgentBus.Storage.Outbox;

/// <summary>Messages committed but perhaps not yet published.</summary>
public interface IOutboxStore
{
    /// <summary>How long rows due at their commit are left to the process that committed them, which publishes them from memory.</summary>
    static TimeSpan CommitterHold { get; } = TimeSpan.FromSeconds(15);

    /// <summary>Adds messages on their own, in one commit (API-side sends).</summary>
    Task AddAsync(string tenant, Guid? run, IReadOnlyList<OutboxRow> rows, CancellationToken cancellationToken);

    /// <summary>
    /// Takes due rows, oldest first, hiding them from other relays for the hold time (a crashed relay's rows come back then).
    /// Rows of a <see cref="WriteSet"/> that were due at commit are held for their committer for 15 s, which publishes them from memory.
    /// Ordered rows are never held for a committer: a claim gets the oldest one of a run and exchange together with those that follow it, in their
    /// order, and nobody else gets any until these are published; a parked one is passed over.
    /// </summary>
    Task<IReadOnlyList<ClaimedMessage>> ClaimAsync(int limit, TimeSpan hold, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Deletes published rows. They ride on the next commit, or go alone after 10 ms without one; a lost deletion publishes again.</summary>
    Task DeleteAsync(IReadOnlyList<Guid> messageIds, CancellationToken cancellationToken);

    /// <summary>Notes a failed publish; the row is due again at <paramref name="retryAt"/>, or parked for a person when that is null.</summary>
    Task FailAsync(Guid messageId, string error, DateTimeOffset? retryAt, CancellationToken cancellationToken);

    /// <summary>Notes that the broker cannot take a row just now; it is due again at <paramref name="retryAt"/>, and the try does not count.</summary>
    Task PostponeAsync(Guid messageId, string error, DateTimeOffset retryAt, CancellationToken cancellationToken);

    /// <summary>Makes rows that the caller holds due at once, for any relay.</summary>
    Task ReleaseHoldsAsync(IReadOnlyList<Guid> messageIds, CancellationToken cancellationToken);

    /// <summary>Parked rows of a tenant, the last parked first. The cursor is the last one's (parked at, id) of the page before; null = from the start.</summary>
    Task<IReadOnlyList<ParkedMessage>> ListParkedAsync(string tenant, Guid? run, int limit, RunCursor? after, CancellationToken cancellationToken);

    /// <summary>A parked row of this tenant is tried again at once, its earlier tries forgotten; false when there is none of this id.</summary>
    Task<bool> ReleaseAsync(string tenant, Guid messageId, CancellationToken cancellationToken);

    /// <summary>Deletes a parked row of this tenant; false when there is none of this id.</summary>
    Task<bool> DiscardAsync(string tenant, Guid messageId, CancellationToken cancellationToken);

    /// <summary>When the next row that may be claimed is due, or null.</summary>
    Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken);

    /// <summary>
    /// For a transport that forgets at a kill (in-memory): makes every row due at once whose hold was taken by an earlier process.
    /// </summary>
    Task ReleaseHoldsAsync(DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>A row to publish. Attempts counts earlier failures.</summary>
public sealed record ClaimedMessage(string Tenant, Guid? Run, OutboxRow Row, int Attempts);
