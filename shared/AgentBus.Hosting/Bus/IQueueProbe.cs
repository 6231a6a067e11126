namespace AgentBus.Hosting.Bus;

/// <summary>Looks at queues from outside, as the broker sees them.</summary>
public interface IQueueProbe
{
    /// <summary>How the queue is now; null when there is none of this name. Throws when the broker does not answer.</summary>
    Task<QueueState?> LookAsync(string queue, CancellationToken cancellationToken);
}

/// <summary>A queue at one moment.</summary>
/// <param name="Waiting">Messages that no consumer has yet; 0 on the in-memory transport, which does not say.</param>
/// <param name="Consumers">Consumers of all processes.</param>
public sealed record QueueState(long Waiting, long Consumers);
