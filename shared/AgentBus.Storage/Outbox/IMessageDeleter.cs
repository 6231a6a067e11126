namespace AgentBus.Storage.Outbox;

/// <summary>Deletes published rows together with the next commit, so that they cost no transaction of their own.</summary>
internal interface IMessageDeleter
{
    Task DeleteAsync(IReadOnlyList<Guid> messageIds, CancellationToken cancellationToken);
}
