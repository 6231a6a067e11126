using AgentBus.Contracts;
using AgentBus.Orchestrator.Relay;
using AgentBus.Orchestrator.Triggers;
using MassTransit;

namespace AgentBus.Orchestrator.Bus;

/// <summary>Takes events that may start runs, or that runs wait for.</summary>
internal sealed class TriggerConsumer(EventTriggers triggers, EventDelivery delivery, OutboxRelay relay) : IConsumer<TenantEvent>
{
    public async Task Consume(ConsumeContext<TenantEvent> context)
    {
        await triggers.StartAsync(context.Message, context.CancellationToken);
        await delivery.DeliverAsync(context.Message, context.CancellationToken);
        relay.Consumed(context.MessageId);
    }
}
