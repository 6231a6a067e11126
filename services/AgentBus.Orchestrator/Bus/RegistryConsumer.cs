using AgentBus.Contracts;
using AgentBus.Orchestrator.Registry;
using MassTransit;

namespace AgentBus.Orchestrator.Bus;

/// <summary>Takes what workers say of themselves.</summary>
internal sealed class RegistryConsumer(WorkerRegistry registry)
    : IConsumer<WorkerHeartbeat>, IConsumer<WorkerStopped>, IConsumer<AttemptClaimed>, IConsumer<AttemptProgress>
{
    public Task Consume(ConsumeContext<WorkerHeartbeat> context) => registry.HeardAsync(context.Message, context.CancellationToken);

    public Task Consume(ConsumeContext<WorkerStopped> context) => registry.StoppedAsync(context.Message, context.CancellationToken);

    public Task Consume(ConsumeContext<AttemptClaimed> context) => registry.ClaimedAsync(context.Message, context.CancellationToken);

    public Task Consume(ConsumeContext<AttemptProgress> context) => registry.ProgressedAsync(context.Message, context.CancellationToken);
}
