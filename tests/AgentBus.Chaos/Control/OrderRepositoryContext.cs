using MassTransit;
using MassTransit.Context;
using MassTransit.Saga;

namespace AgentBus.Chaos.Control;

/// <summary>The repository for one message.</summary>
internal sealed class OrderRepositoryContext<T> : ConsumeContextScope<T>, SagaRepositoryContext<Order, T>
    where T : class
{
    private readonly OrderTransaction _orders;
    private readonly ConsumeContext<T> _consumed;
    private readonly ISagaConsumeContextFactory<OrderTransaction, Order> _contexts;

    public OrderRepositoryContext(
        OrderTransaction orders, ConsumeContext<T> consumed, ISagaConsumeContextFactory<OrderTransaction, Order> contexts)
        : base(consumed, orders) => (_orders, _consumed, _contexts) = (orders, consumed, contexts);

    public Task<SagaConsumeContext<Order, TMessage>> CreateSagaConsumeContext<TMessage>(
        ConsumeContext<TMessage> consumeContext, Order instance, SagaConsumeContextMode mode)
        where TMessage : class => _contexts.CreateSagaConsumeContext(_orders, consumeContext, instance, mode);

    public Task<SagaConsumeContext<Order, T>> Add(Order instance) => _contexts.CreateSagaConsumeContext(_orders, _consumed, instance, SagaConsumeContextMode.Add);

    public async Task<SagaConsumeContext<Order, T>> Insert(Order instance)
    {
        await _orders.InsertAsync(instance);
        return await _contexts.CreateSagaConsumeContext(_orders, _consumed, instance, SagaConsumeContextMode.Insert);
    }

    public async Task<SagaConsumeContext<Order, T>> Load(Guid correlationId) => await _orders.LoadAsync(correlationId) is { } order
        ? await _contexts.CreateSagaConsumeContext(_orders, _consumed, order, SagaConsumeContextMode.Load)
        : null!;

    public Task Save(SagaConsumeContext<Order> context) => _orders.InsertAsync(context.Saga);

    public Task Update(SagaConsumeContext<Order> context) => _orders.UpdateAsync(context.Saga);

    public Task Delete(SagaConsumeContext<Order> context) => Task.CompletedTask;

    public Task Discard(SagaConsumeContext<Order> context) => Task.CompletedTask;

    public Task Undo(SagaConsumeContext<Order> context) => Task.CompletedTask;
}
