using Npgsql;

namespace AgentBus.Chaos.Houses;

/// <summary>The database as the harness looks at it: the rows themselves, not what the services say of them.</summary>
internal sealed class StoreView : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;

    public StoreView(string connectionString) => _source = NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = 4, Timeout = 5, CommandTimeout = 30, ApplicationName = "chaos" });

    /// <summary>Runs of the load that are over; null while the database is away.</summary>
    public async Task<int?> TryCountEndedAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (int)(await ListAsync("select count(*) from runs where ended_at is not null and request_key not like 'event %'", row => row.GetInt64(0), cancellationToken))[0];
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return null;
        }
    }

    /// <summary>The rows of a query.</summary>
    public async Task<IReadOnlyList<T>> ListAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        List<T> all = [];
        while (await rows.ReadAsync(cancellationToken))
        {
            all.Add(read(rows));
        }

        return all;
    }

    /// <summary>One number.</summary>
    public async Task<long> CountAsync(string sql, CancellationToken cancellationToken) =>
        (await ListAsync(sql, row => row.GetInt64(0), cancellationToken))[0];

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
