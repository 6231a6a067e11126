namespace AgentBus.Storage.Inbox;

/// <summary>Messages that were carried out and would not be known again by anything but their id. Written by <see cref="Runs.WriteSet.Inbox"/>.</summary>
public interface IInboxStore
{
    /// <summary>
    /// Whether the run had this message. Ask after loading the run: whoever carries the message out in between moves the run's version on, so that
    /// a decision made on the older one is not written.
    /// </summary>
    Task<bool> HasAsync(string tenant, Guid run, Guid messageId, CancellationToken cancellationToken);
}
