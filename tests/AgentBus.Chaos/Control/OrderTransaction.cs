using MassTransit;
using Npgsql;

namespace AgentBus.Chaos.Control;

/// <summary>The row of one order within the transaction of one message.</summary>
internal sealed class OrderTransaction(NpgsqlTransaction transaction)
{
    public async Task<Order?> LoadAsync(Guid id)
    {
        await using var command = Command("select state, name, step from orders where id = $1 for no key update", id);
        await using var row = await command.ExecuteReaderAsync();
        return await row.ReadAsync()
            ? new Order { CorrelationId = id, CurrentState = row.GetString(0), Case = row.GetString(1), Step = row.GetInt32(2) }
            : null;
    }

    /// <summary>A second start of the same order waits for the first and is then handled again, on the row that is there.</summary>
    public async Task InsertAsync(Order order)
    {
        await using var command = Command(
            "insert into orders (id, state, name, step) values ($1, $2, $3, $4) on conflict do nothing", order.CorrelationId, order.CurrentState, order.Case, order.Step);
        if (await command.ExecuteNonQueryAsync() == 0)
        {
            throw new SagaException("The order is there already.", typeof(Order), typeof(ControlStart), order.CorrelationId);
        }
    }

    public async Task UpdateAsync(Order order)
    {
        await using var command = Command(
            "update orders set state = $2, name = $3, step = $4 where id = $1", order.CorrelationId, order.CurrentState, order.Case, order.Step);
        await command.ExecuteNonQueryAsync();
    }

    private NpgsqlCommand Command(string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, transaction.Connection, transaction);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }
}
