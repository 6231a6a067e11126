using System.Data.Common;
using AgentBus.Contracts;
using AgentBus.Hosting.Bus;
using AgentBus.Orchestrator.Saga;
using AgentBus.Orchestrator.Triggers;
using MassTransit;
using MassTransit.Configuration;
using MassTransit.Saga;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.Orchestrator.Bus;

/// <summary>The queues the orchestrator consumes.</summary>
internal static class Endpoints
{
    // Many more partitions than messages in flight, so that runs seldom wait for each other's commit.
    private const int Partitions = 1_024;

    public static BusEndpoint Runs(int concurrency) => new()
    {
        Queue = Queues.Orchestrator,
        Concurrency = concurrency,
        Types =
        [
            WireType.Of(ContractsJson.Default.StartRun), WireType.Of(ContractsJson.Default.AttemptFinished),
            WireType.Of(ContractsJson.Default.TimerFired), WireType.Of(ContractsJson.Default.LeaseExpired),
            WireType.Of(ContractsJson.Default.DecideApproval), WireType.Of(ContractsJson.Default.CancelRun),
        ],
        Register = bus => bus.AddSagaStateMachine<RunStateMachine, RunSaga>().Repository(repository =>
            repository.RegisterSagaRepository<RunSaga, RunRepository, SagaConsumeContextFactory<RunRepository, RunSaga>, RunRepository>()),
        Configure = (context, endpoint) =>
        {
            endpoint.UseMessageRetry(Retry);
            endpoint.ConfigureSaga<RunSaga>(context, saga =>
            {
                var partitioner = endpoint.CreatePartitioner(Partitions);
                saga.Message<StartRun>(m => m.UsePartitioner(partitioner, x => x.Message.Run));
                saga.Message<AttemptFinished>(m => m.UsePartitioner(partitioner, x => x.Message.Run));
                saga.Message<TimerFired>(m => m.UsePartitioner(partitioner, x => x.Message.Run));
                saga.Message<LeaseExpired>(m => m.UsePartitioner(partitioner, x => x.Message.Run));
                saga.Message<DecideApproval>(m => m.UsePartitioner(partitioner, x => x.Message.Run));
                saga.Message<CancelRun>(m => m.UsePartitioner(partitioner, x => x.Message.Run));
            });
        },
    };

    public static BusEndpoint Registry() => new()
    {
        Queue = Queues.Registry,
        Concurrency = 8,
        Types =
        [
            WireType.Of(ContractsJson.Default.WorkerHeartbeat), WireType.Of(ContractsJson.Default.WorkerStopped),
            WireType.Of(ContractsJson.Default.AttemptClaimed), WireType.Of(ContractsJson.Default.AttemptProgress),
        ],
        Register = bus => bus.AddConsumer<RegistryConsumer>(),
        Configure = (context, endpoint) =>
        {
            endpoint.UseMessageRetry(Retry);
            endpoint.ConfigureConsumer<RegistryConsumer>(context);
        },
    };

    public static BusEndpoint Triggers(CloudEventReader reader) => new()
    {
        Queue = Queues.Triggers,
        Concurrency = 16,
        Types = [],
        Reader = reader,
        Topic = (Queues.Events, "#"),
        Register = bus => bus.AddConsumer<TriggerConsumer>(),
        Configure = (context, endpoint) =>
        {
            endpoint.UseMessageRetry(Retry);
            endpoint.ConfigureConsumer<TriggerConsumer>(context);
        },
    };

    // A lost race is decided again at once. A store that is away is waited for with the message un-acked, which slows intake down;
    // a stop in between hands the message back. Anything else is a fault of the message: dead-lettered at once.
    private static void Retry(IRetryConfigurator retry)
    {
        retry.Handle<RunMovedOnException>();
        retry.Handle<DbException>();
        retry.Handle<TimeoutException>();
        retry.Exponential(1_000_000, TimeSpan.FromMilliseconds(5), TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(20));
    }
}
