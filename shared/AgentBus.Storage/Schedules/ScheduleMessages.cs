using System.Globalization;
using System.Text.Json;
using AgentBus.Contracts;
using AgentBus.Storage.Runs;

namespace AgentBus.Storage.Schedules;

/// <summary>The message that a schedule's next run hangs on.</summary>
internal static class ScheduleMessages
{
    public static OutboxRow Due(ScheduleKey key, DateTimeOffset due) => new(
        NaturalId.Of("schedule", key.Tenant, key.Namespace, key.Name, key.Version, due.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture)),
        Queues.Schedules, "", nameof(ScheduleDue), "application/json",
        JsonSerializer.SerializeToUtf8Bytes(new ScheduleDue(key.Tenant, key.Namespace, key.Name, key.Version, due), ContractsJson.Default.ScheduleDue), due);
}
