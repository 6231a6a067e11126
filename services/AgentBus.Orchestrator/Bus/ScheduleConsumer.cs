using AgentBus.Contracts;
using AgentBus.Orchestrator.Relay;
using AgentBus.Orchestrator.Triggers;
using MassTransit;

namespace AgentBus.Orchestrator.Bus;

/// <summary>Takes times that are due, and ends of runs that others follow.</summary>
internal sealed class ScheduleConsumer(Schedules schedules, OutboxRelay relay) : IConsumer<ScheduleDue>, IConsumer<ScheduleFollowing>
{
    public async Task Consume(ConsumeContext<ScheduleDue> context)
    {
        await schedules.StartAsync(context.Message, context.CancellationToken);
        relay.Consumed(context.MessageId);
    }

    public async Task Consume(ConsumeContext<ScheduleFollowing> context)
    {
        await schedules.FollowAsync(context.Message, context.CancellationToken);
        relay.Consumed(context.MessageId);
    }
}
