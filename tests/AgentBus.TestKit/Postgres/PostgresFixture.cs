using Npgsql;
using Xunit;

namespace AgentBus.TestKit.Postgres;

/// <summary>A fresh database for a test class; use it as <c>IClassFixture&lt;PostgresFixture&gt;</c>.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    /// <summary>For <c>Store:ConnectionString</c>.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <inheritdoc />
    public async Task InitializeAsync() => ConnectionString = await PostgresCluster.CreateDatabaseAsync();

    /// <summary>Does what an administrator of the database would by hand.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <inheritdoc />
    public Task DisposeAsync() => PostgresCluster.DropDatabaseAsync(ConnectionString);
}
