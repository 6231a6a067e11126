using MassTransit;
using MassTransit.Saga;
using Npgsql;

namespace AgentBus.Chaos.Control;

/// <summary>Keeps orders in PostgreSQL as the repositories of the library do: a transaction and a row lock around each message, committed before its messages are sent.</summary>
internal sealed class OrderRepository(NpgsqlDataSource source, ISagaConsumeContextFactory<OrderTransaction, Order> contexts) : ISagaRepositoryContextFactory<Order>
{
    public const string Table = """
        create table orders (id uuid primary key, state text not null, name text not null, step integer not null)
        """;

    public void Probe(ProbeContext context) => context.Add("persistence", "npgsql");

    public async Task Send<T>(ConsumeContext<T> context, IPipe<SagaRepositoryContext<Order, T>> next)
        where T : class
    {
        await using var connection = await source.OpenConnectionAsync(context.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(context.CancellationToken);
        await next.Send(new OrderRepositoryContext<T>(new OrderTransaction(transaction), context, contexts));
        await transaction.CommitAsync(context.CancellationToken);
    }

    public Task SendQuery<T>(ConsumeContext<T> context, ISagaQuery<Order> query, IPipe<SagaRepositoryQueryContext<Order, T>> next)
        where T : class => throw new NotSupportedException("Orders are found by id alone.");
}
