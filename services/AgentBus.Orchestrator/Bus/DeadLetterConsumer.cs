using AgentBus.Orchestrator.DeadLetters;
using AgentBus.Storage.DeadLetters;
using MassTransit;

namespace AgentBus.Orchestrator.Bus;

/// <summary>Takes messages that were given up.</summary>
internal sealed class DeadLetterConsumer(DeadLetterCollector collector) : IConsumer<DeadLetterRow>
{
    public Task Consume(ConsumeContext<DeadLetterRow> context) => collector.CollectAsync(context.Message, context.CancellationToken);
}
