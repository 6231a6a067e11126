namespace AgentBus.Storage.Outbox;

/// <summary>
/// Wakes waiting loops and streams: LISTEN/NOTIFY on PostgreSQL, in process on SQLite. A signal may be spurious and, after a lost
/// connection, missing: waiters also look again by themselves every second or so.
/// </summary>
public interface IChangeSignal
{
    /// <summary>Completes when the outbox may hold something new, or after the timeout.</summary>
    Task WaitForOutboxAsync(TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>Completes when this run's rows may have changed, or after the timeout.</summary>
    Task WaitForRunAsync(Guid run, TimeSpan timeout, CancellationToken cancellationToken);
}
