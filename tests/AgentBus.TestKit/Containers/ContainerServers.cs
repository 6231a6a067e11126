using Testcontainers.PostgreSql;
using Testcontainers.RabbitMq;

namespace AgentBus.TestKit.Containers;

/// <summary>RabbitMQ and PostgreSQL in containers, with <c>-p:UseTestcontainers=true</c>; both are removed when this process ends.</summary>
internal static class ContainerServers
{
    private static readonly Lazy<Task<RabbitMqContainer>> Broker = new(async () =>
    {
        var container = new RabbitMqBuilder("rabbitmq:4-management").WithUsername("guest").WithPassword("guest").Build();
        await container.StartAsync();
        return container;
    });

    private static readonly Lazy<Task<PostgreSqlContainer>> Store = new(async () =>
    {
        var container = new PostgreSqlBuilder("postgres:17").Build();
        await container.StartAsync();
        return container;
    });

    /// <summary>An <c>amqp://</c> address with a virtual host of its own.</summary>
    public static async Task<string> RabbitMqAsync(string virtualHost)
    {
        var container = await Broker.Value;
        await container.ExecAsync(["rabbitmqctl", "add_vhost", virtualHost]);
        await container.ExecAsync(["rabbitmqctl", "set_permissions", "-p", virtualHost, "guest", ".*", ".*", ".*"]);
        return new UriBuilder(container.GetConnectionString()) { Path = virtualHost }.ToString();
    }

    /// <summary>A connection string of a user that may create databases.</summary>
    public static async Task<string> PostgreSqlAsync() => (await Store.Value).GetConnectionString();
}
