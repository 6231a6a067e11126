using AgentBus.TestKit.Postgres;
using AgentBus.TestKit.RabbitMq;

namespace AgentBus.Chaos.Houses;

/// <summary>
/// What a house stands on: a broker and a database. <see cref="ServiceSettings"/> lead the services there, perhaps through a proxy; the harness
/// itself looks at both directly.
/// </summary>
internal sealed class Ground : IAsyncDisposable
{
    private static readonly Lazy<Task<RabbitMqNode>> Node = new(() => RabbitMqNode.StartAsync());

    /// <summary>The broker as the harness reaches it.</summary>
    public required BrokerAddress Broker { get; init; }

    /// <summary>The database as the harness reaches it; a pool of few connections.</summary>
    public required string Store { get; init; }

    /// <summary>Runs <c>rabbitmqctl</c> on the broker and returns what it printed.</summary>
    public required Func<string[], Task<string>> ControlAsync { get; init; }

    /// <summary>Where the services find the broker, section <c>Bus</c>, with <c>__</c>; by default <see cref="Broker"/>.</summary>
    public IReadOnlyDictionary<string, string>? BusSettings { get; init; }

    /// <summary>Where the services find the database; by default <see cref="Store"/>.</summary>
    public string? ServiceStore { get; init; }

    /// <summary>Ends what was started for it.</summary>
    public Func<ValueTask>? Leave { get; init; }

    /// <summary>Settings of every service.</summary>
    public IReadOnlyDictionary<string, string> ServiceSettings => new Dictionary<string, string>(BusSettings ?? BusOf(Broker))
    {
        ["Bus__Transport"] = "rabbitmq",
        ["Store__Provider"] = "postgres",
        ["Store__ConnectionString"] = ServiceStore ?? Store,
    };

    /// <summary>A virtual host of its own on the one private node of this process, and a database of its own on its one server.</summary>
    public static async Task<Ground> OwnAsync()
    {
        var store = PostgresCluster.CreateDatabaseAsync();
        var node = await Node.Value;
        var broker = await node.AddVirtualHostAsync($"chaos-{Guid.NewGuid():N}");
        return new Ground
        {
            Broker = broker,
            Store = await store,
            ControlAsync = node.ControlAsync,
            Leave = async () => await PostgresCluster.DropDatabaseAsync(await store),
        };
    }

    /// <summary>Settings of section <c>Bus</c> that lead to this broker.</summary>
    public static Dictionary<string, string> BusOf(BrokerAddress broker) => new()
    {
        ["Bus__Host"] = broker.Host,
        ["Bus__Port"] = $"{broker.Port}",
        ["Bus__VirtualHost"] = broker.VirtualHost,
        ["Bus__Username"] = broker.Username,
        ["Bus__Password"] = broker.Password,
    };

    public ValueTask DisposeAsync() => Leave?.Invoke() ?? ValueTask.CompletedTask;
}
