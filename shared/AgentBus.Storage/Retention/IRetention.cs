namespace AgentBus.Storage.Retention;

/// <summary>Deletes what is no longer kept, in batches so small that no commit waits long. Several processes may do so at once.</summary>
public interface IRetention
{
    /// <summary>
    /// Deletes runs with all their rows: whole trees, children first, of which every run ended before <paramref name="endedBefore"/>. A tree with an
    /// open or younger run stays as it is.
    /// </summary>
    /// <param name="endedBefore">Runs that ended later are kept.</param>
    /// <param name="after">Where the batch before stopped, or <see cref="RetentionCursor.Start"/>.</param>
    /// <param name="limit">Runs deleted at most.</param>
    /// <param name="cancellationToken">Stops; the batch is undone.</param>
    Task<DeletedRuns> DeleteRunsAsync(DateTimeOffset endedBefore, RetentionCursor after, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Forgets messages carried out and events gathered before this time, by which repetitions are known again; returns how many, at most
    /// so many of each. Fewer than the limit = nothing is left.
    /// </summary>
    Task<int> ForgetRepetitionsAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken);
}

/// <summary>What a batch deleted.</summary>
/// <param name="Next">Where the next one goes on; null = nothing is left.</param>
public sealed record DeletedRuns(int Count, RetentionCursor? Next);

/// <summary>A place in the order of runs by their end.</summary>
public sealed record RetentionCursor(DateTimeOffset EndedAt, Guid Run)
{
    /// <summary>Before all runs.</summary>
    public static RetentionCursor Start { get; } = new(DateTimeOffset.UnixEpoch, Guid.Empty);
}
