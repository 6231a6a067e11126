using System.Diagnostics;
using System.Text.Json;
using AgentBus.Contracts;
using AgentBus.Storage.Runs;
using AgentBus.Storage.Subscriptions;
using Microsoft.Extensions.Logging;

namespace AgentBus.Orchestrator.Triggers;

/// <summary>
/// Hands an event to the runs that wait for its type. A subscription is committed with the decision that begins to wait, and an event is looked up
/// here after it was published: one published after that commit is never missed. The run itself decides whether the event fits, and drops what it
/// had before; so a repetition, or a crash between commit and ack, does no harm.
/// </summary>
internal sealed class EventDelivery(ISubscriptionStore subscriptions, TimeProvider clock, ILogger<EventDelivery> logger)
{
    public async Task DeliverAsync(TenantEvent happened, CancellationToken cancellationToken)
    {
        var (tenant, cloudEvent) = happened;
        var (id, source, type) = (Text(cloudEvent, "id"), Text(cloudEvent, "source"), Text(cloudEvent, "type"));
        var now = clock.GetUtcNow();
        var trace = Activity.Current?.Id;
        var runs = await subscriptions.DeliverAsync(tenant, type, run => Message(tenant, run, cloudEvent, source, id, now, trace), cancellationToken);
        if (runs > 0)
        {
            Log.EventDelivered(logger, id, source, type, runs);
        }
    }

    private static OutboxRow Message(string tenant, Guid run, JsonElement cloudEvent, string source, string id, DateTimeOffset now, string? trace) => new(
        NaturalId.Of(run.ToString(), "deliver", source, id), Queues.Orchestrator, "", nameof(DeliverEvent), "application/json",
        JsonSerializer.SerializeToUtf8Bytes(new DeliverEvent(tenant, run, cloudEvent), ContractsJson.Default.DeliverEvent), now, TraceParent: trace);

    private static string Text(JsonElement cloudEvent, string name) => cloudEvent.GetProperty(name).GetString() ?? "";
}
