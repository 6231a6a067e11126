using RabbitMQ.Client;
using Xunit;

namespace AgentBus.TestKit.RabbitMq;

/// <summary>A fresh virtual host for a test class; use it as <c>IClassFixture&lt;RabbitMqFixture&gt;</c>.</summary>
public sealed class RabbitMqFixture : IAsyncLifetime
{
    private BrokerAddress broker = null!;

    /// <summary>Settings of section <c>Bus</c> that lead a service here.</summary>
    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["Bus:Transport"] = "rabbitmq",
        ["Bus:Host"] = broker.Host,
        ["Bus:Port"] = $"{broker.Port}",
        ["Bus:VirtualHost"] = broker.VirtualHost,
        ["Bus:Username"] = broker.Username,
        ["Bus:Password"] = broker.Password,
        ["Bus:PoliciesAreSet"] = "true",
    };

    /// <summary>Where the broker is, with the virtual host of this class.</summary>
    public BrokerAddress Address => broker;

    /// <inheritdoc />
    public async Task InitializeAsync() => broker = await TestBroker.FreshVirtualHostAsync();

    /// <inheritdoc />
    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>A connection of the test's own; the caller disposes it.</summary>
    public Task<IConnection> ConnectAsync() => new ConnectionFactory
    {
        HostName = broker.Host,
        Port = broker.Port,
        VirtualHost = broker.VirtualHost,
        UserName = broker.Username,
        Password = broker.Password,
    }.CreateConnectionAsync();
}
