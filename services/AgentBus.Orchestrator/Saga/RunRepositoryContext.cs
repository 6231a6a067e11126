using AgentBus.Contracts;
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
    private readonly IRunMessage _message;

    public RunRepositoryContext(
        RunRepository repository, ConsumeContext<T> consumed, ISagaConsumeContextFactory<RunRepository, RunSaga> contexts, IRunMessage message)
        : base(consumed, repository) =>
        (_repository, _consumed, _contexts, _message) = (repository, consumed, contexts, message);

    /// <summary>Whether another process changed the run before this decision was written.</summary>
    public bool IsLost { get; private set; }

    public Task<SagaConsumeContext<RunSaga, TMessage>> CreateSagaConsumeContext<TMessage>(
        ConsumeContext<TMessage> consumeContext, RunSaga instance, SagaConsumeContextMode mode)
        where TMessage : class => _contexts.CreateSagaConsumeContext(_repository, consumeContext, instance, mode);

    public Task<SagaConsumeContext<RunSaga, T>> Add(RunSaga instance) => throw Starts();

    public Task<SagaConsumeContext<RunSaga, T>> Insert(RunSaga instance) => throw Starts();

    public async Task<SagaConsumeContext<RunSaga, T>> Load(Guid correlationId)
    {
        var saga = await _repository.LoadAsync(_message, CancellationToken);
        return saga is null ? null! : await _contexts.CreateSagaConsumeContext(_repository, _consumed, saga, SagaConsumeContextMode.Load);
    }

    public Task Save(SagaConsumeContext<RunSaga> context) => throw Starts();

    public async Task Update(SagaConsumeContext<RunSaga> context) => IsLost = !await _repository.CommitAsync(context.Saga, CancellationToken);

    public Task Delete(SagaConsumeContext<RunSaga> context) => throw Starts();

    public Task Discard(SagaConsumeContext<RunSaga> context) => Task.CompletedTask;

    public Task Undo(SagaConsumeContext<RunSaga> context) => Task.CompletedTask;

    private static NotSupportedException Starts() => new("Runs are committed as Pending before their first message; the machine never adds or removes one.");
}
