namespace AgentBus.Hosting.Bus;

/// <summary>Publishes ready-made messages. Safe for concurrent use; send many at once for speed.</summary>
public interface IMessageSender
{
    /// <summary>Completes when the broker has confirmed. Throws when it refused, returned or did not answer.</summary>
    Task SendAsync(OutgoingMessage message, CancellationToken cancellationToken);

    /// <summary>
    /// Makes sure that the durable quorum queue of this name and the fanout exchange in front of it exist, so that a message to an
    /// agent nobody runs yet waits there. Cheap when known already. Nothing to do on the in-memory transport.
    /// </summary>
    Task EnsureQueueAsync(string queue, CancellationToken cancellationToken);
}
