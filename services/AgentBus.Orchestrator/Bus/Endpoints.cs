using AgentBus.Contracts;
using AgentBus.Hosting.Bus;
using AgentBus.Orchestrator.DeadLetters;
using AgentBus.Orchestrator.Saga;
using AgentBus.Orchestrator.Triggers;
using AgentBus.Workflows.Execution;
using MassTransit;
using MassTransit.Configuration;
using MassTransit.Saga;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.Orchestrator.Bus;

/// <summary>The queues the orchestrator consumes.</summary>
internal static class Endpoints
{
    public static BusEndpoint Runs(int concurrency) => new()
    {
        Queue = Queues.Orchestrator,
        Concurrency = concurrency,
        Types =
        [
            WireType.Of(ContractsJson.Default.StartRun), WireType.Of(ContractsJson.Default.AttemptFinished),
            WireType.Of(ContractsJson.Default.TimerFired), WireType.Of(ContractsJson.Default.LeaseExpired),
            WireType.Of(ContractsJson.Default.DecideApproval), WireType.Of(ContractsJson.Default.CancelRun),
            WireType.Of(ContractsJson.Default.ChildFinished), WireType.Of(ContractsJson.Default.DeliverEvent),
            WireType.Of(ContractsJson.Default.MoveRun),
            WireType.Of(ContractsJson.Default.PauseRun), WireType.Of(ContractsJson.Default.ResumeRun),
            WireType.Of(ContractsJson.Default.RetryStep), WireType.Of(ContractsJson.Default.RestartStep),
            WireType.Of(ContractsJson.Default.CompleteStep), WireType.Of(ContractsJson.Default.SkipStep),
        ],
        Register = bus => bus.AddSagaStateMachine<RunStateMachine, RunSaga>().Repository(repository =>
            repository.RegisterSagaRepository<RunSaga, RunRepository, SagaConsumeContextFactory<RunRepository, RunSaga>, RunRepository>()),
        Configure = (context, endpoint) =>
        {
            Retries.Configure(endpoint);
            endpoint.ConfigureSaga<RunSaga>(context);
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
            Retries.Configure(endpoint);
            endpoint.ConfigureConsumer<RegistryConsumer>(context);
        },
    };

    public static BusEndpoint Memory() => new()
    {
        Queue = Queues.Memory,
        Concurrency = 16,
        Types = [WireType.Of(ContractsJson.Default.MemoryRequest)],
        Register = bus => bus.AddConsumer<MemoryConsumer>(),
        Configure = (context, endpoint) =>
        {
            Retries.Configure(endpoint);
            endpoint.ConfigureConsumer<MemoryConsumer>(context);
        },
    };

    public static BusEndpoint Schedules() => new()
    {
        Queue = Queues.Schedules,
        Concurrency = 8,
        Types = [WireType.Of(ContractsJson.Default.ScheduleDue), WireType.Of(ContractsJson.Default.ScheduleFollowing)],
        Register = bus => bus.AddConsumer<ScheduleConsumer>(),
        Configure = (context, endpoint) =>
        {
            Retries.Configure(endpoint);
            endpoint.ConfigureConsumer<ScheduleConsumer>(context);
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
            Retries.Configure(endpoint);
            endpoint.ConfigureConsumer<TriggerConsumer>(context);
        },
    };

    // Bodies may be large, so few at once. A store that is away is waited for; there is no further place for a letter to go.
    public static BusEndpoint DeadLetters(DeadLetterReader reader) => new()
    {
        Queue = Queues.DeadLetters,
        Concurrency = 4,
        Types = [],
        Reader = reader,
        IsForDeadLetters = true,
        Register = bus => bus.AddConsumer<DeadLetterConsumer>(),
        Configure = (context, endpoint) =>
        {
            endpoint.UseMessageRetry(retry => retry.SetRetryPolicy(filter => new EndlessRetry(filter, Retries.LongestWait)));
            endpoint.ConfigureConsumer<DeadLetterConsumer>(context);
        },
    };
}
