using Xunit;

namespace AgentBus.TestKit.Postgres;

/// <summary>A fresh database for a test class; use it as <c>IClassFixture&lt;PostgresFixture&gt;</c>.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    /// <summary>For <c>Store:ConnectionString</c>.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <inheritdoc />
    public async Task InitializeAsync() => ConnectionString = await PostgresCluster.CreateDatabaseAsync();

    /// <inheritdoc />
    public Task DisposeAsync() => PostgresCluster.DropDatabaseAsync(ConnectionString);
}
