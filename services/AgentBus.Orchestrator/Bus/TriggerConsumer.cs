using AgentBus.Contracts;
using AgentBus.Orchestrator.Relay;
using AgentBus.Orchestrator.Triggers;
using MassTransit;

namespace AgentBus.Orchestrator.Bus;

/// <summary>Takes events that may start runs.</summary>
internal sealed class TriggerConsumer(EventTriggers triggers, OutboxRelay relay) : IConsumer<TenantEvent>
{
    public async Task Consume(ConsumeContext<TenantEvent> context)
    {
        await triggers.StartAsync(context.Message, context.CancellationToken);
        relay.Consumed(context.MessageId);
    }
}
