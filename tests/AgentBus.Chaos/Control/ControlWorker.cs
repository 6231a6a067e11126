using System.Globalization;
using AgentBus.Chaos.Agents;
using AgentBus.Chaos.Outside;
using MassTransit;

namespace AgentBus.Chaos.Control;

/// <summary>Has the effect of a step. Its idempotency key is the message's id, which is the same when the message comes again.</summary>
internal sealed class ControlWorker(WorldClient world) : IConsumer<ControlWork>
{
    public async Task Consume(ConsumeContext<ControlWork> context)
    {
        var work = context.Message;
        var effect = work.Step.ToString(CultureInfo.InvariantCulture);
        await world.ApplyAsync(new WorldEffect(work.Case, effect, $"{context.MessageId}"), context.CancellationToken);
        await context.Publish(new ControlDone(work.Order, work.Step), context.CancellationToken);
    }
}
