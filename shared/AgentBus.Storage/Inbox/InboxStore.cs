using AgentBus.Storage.Data;

namespace AgentBus.Storage.Inbox;

/// <summary>The inbox on either database.</summary>
internal sealed class InboxStore(Database database) : IInboxStore
{
    public async Task<bool> HasAsync(string tenant, Guid run, Guid messageId, CancellationToken cancellationToken) =>
        (await database.QueryAsync(
            "select 1 from inbox where run = @run and message_id = @messageId and tenant = @tenant",
            new { tenant, run, messageId },
            _ => true,
            cancellationToken)).Count > 0;
}
