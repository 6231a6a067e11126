using AgentBus.TestKit.Postgres;
using AgentBus.TestKit.RabbitMq;
using Npgsql;

namespace AgentBus.Benchmarks;

/// <summary>The private RabbitMQ node and PostgreSQL server of a measurement, fsync on, shared by the floor and by what is measured beside it.</summary>
internal sealed class Servers : IAsyncDisposable
{
    private readonly PostgresServer _postgres;

    private Servers(RabbitMqNode node, PostgresServer postgres, ProcessGroup broker, ProcessGroup database) =>
        (Node, _postgres, Broker, Database) = (node, postgres, broker, database);

    public RabbitMqNode Node { get; }

    public ProcessGroup Broker { get; }

    public ProcessGroup Database { get; }

    public static async Task<Servers> StartAsync()
    {
        // The server writes down when each commit was durable, and counts statements.
        var postgres = await PostgresServer.StartAsync(null, "track_commit_timestamp=on", "shared_preload_libraries=pg_stat_statements");
        var node = await RabbitMqNode.StartAsync();
        var beam = (await node.ControlAsync("eval", "os:getpid().")).Trim().Trim('"');
        var postmaster = await ScalarAsync(postgres.ConnectionString, "select split_part(pg_read_file('postmaster.pid'), E'\n', 1)");
        return new Servers(node, postgres, new ProcessGroup("rabbitmq", Number(beam)), new ProcessGroup("postgres", Number(postmaster), WithChildren: true));
    }

    public Task<BrokerAddress> AddVirtualHostAsync(string name) => Node.AddVirtualHostAsync(name);

    /// <summary>A connection string of a new database that counts its statements.</summary>
    public async Task<string> AddDatabaseAsync()
    {
        var connection = await _postgres.CreateDatabaseAsync();
        await ScalarAsync(connection, "create extension pg_stat_statements");
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    private static async Task<string> ScalarAsync(string connection, string sql)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection) { Pooling = false });
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync() as string ?? "";
    }

    private static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
