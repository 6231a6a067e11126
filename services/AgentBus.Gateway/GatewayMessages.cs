using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AgentBus.Contracts;
using AgentBus.Storage.Runs;

namespace AgentBus.Gateway;

/// <summary>Messages that the gateway leaves in the outbox; the orchestrator's relay publishes them.</summary>
internal static class GatewayMessages
{
    /// <summary>To the orchestrator. The id is the same on every repetition.</summary>
    public static OutboxRow ToOrchestrator<T>(Guid messageId, T message, JsonTypeInfo<T> json, DateTimeOffset now)
        where T : IRunMessage =>
        new(
            messageId, Queues.Orchestrator, "", typeof(T).Name, "application/json", JsonSerializer.SerializeToUtf8Bytes(message, json), now,
            TraceParent: Activity.Current?.Id);
}
