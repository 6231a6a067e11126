using Npgsql;

namespace AgentBus.TestKit.Postgres;

/// <summary>
/// The PostgreSQL server of this test process: the one of <c>AGENTBUS_TEST_POSTGRES</c> (a connection string of a user that may
/// create databases), else a private one, started once.
/// </summary>
public static class PostgresCluster
{
    private static readonly Lazy<Task<string>> Server = new(StartAsync);

    /// <summary>Held until the process ends: a collected one would close the pipe that its end is told by.</summary>
    private static PostgresServer? _own;

    /// <summary>A connection string of a database of its own, empty, on the shared server.</summary>
    public static async Task<string> CreateDatabaseAsync() => await PostgresServer.CreateDatabaseAsync(await Server.Value);

    /// <summary>Drops a database made here, ending what is still connected to it.</summary>
    public static async Task DropDatabaseAsync(string connectionString)
    {
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database;
        await using var source = PostgresServer.Unpooled(await Server.Value);
        await using var command = source.CreateCommand($"drop database if exists {name} with (force)");
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("AGENTBUS_TEST_POSTGRES") is { Length: > 0 } given)
            return given;
        _own = await PostgresServer.StartAsync();
        return _own.ConnectionString;
    }
}
