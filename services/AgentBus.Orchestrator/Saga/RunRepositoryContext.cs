using MassTransit;
using MassTransit.Context;
using MassTransit.Saga;

namespace AgentBus.Orchestrator.Saga;

/// <summary>The repository for one message.</summary>
internal sealed class RunRepositoryContext<T> : ConsumeContextScope<T>, SagaRepositoryContext<RunSaga, T>
    where T : class
{
    private readonly RunRepository _repository;
    private readonly ConsumeContext<T> _consumed;
    private readonly ISagaConsumeContextFactory<RunRepository, RunSaga> _contexts;
    private readonly RunSaga? _run;

    public RunRepositoryContext(
        RunRepository repository, ConsumeContext<T> consumed, ISagaConsumeContextFactory<RunRepository, RunSaga> contexts, RunSaga? run)
        : base(consumed, repository) =>
        (_repository, _consumed, _contexts, _run) = (repository, consumed, contexts, run);

    public Task<SagaConsumeContext<RunSaga, TMessage>> CreateSagaConsumeContext<TMessage>(
        ConsumeContext<TMessage> consumeContext, RunSaga instance, SagaConsumeContextMode mode)
        where TMessage : class => _contexts.CreateSagaConsumeContext(_repository, consumeContext, instance, mode);

    public Task<SagaConsumeContext<RunSaga, T>> Add(RunSaga instance) => throw Starts();

    public Task<SagaConsumeContext<RunSaga, T>> Insert(RunSaga instance) => throw Starts();

    public Task<SagaConsumeContext<RunSaga, T>> Load(Guid correlationId) => _run is null
        ? Task.FromResult<SagaConsumeContext<RunSaga, T>>(null!)
        : _contexts.CreateSagaConsumeContext(_repository, _consumed, _run, SagaConsumeContextMode.Load);

    public Task Save(SagaConsumeContext<RunSaga> context) => throw Starts();

    // What was decided is written with what others of the run decide, once the machine is done.
    public Task Update(SagaConsumeContext<RunSaga> context) => Task.CompletedTask;

    public Task Delete(SagaConsumeContext<RunSaga> context) => throw Starts();

    public Task Discard(SagaConsumeContext<RunSaga> context) => Task.CompletedTask;

    public Task Undo(SagaConsumeContext<RunSaga> context) => Task.CompletedTask;

    private static NotSupportedException Starts() => new("Runs are committed as Pending before their first message; the machine never adds or removes one.");
}
