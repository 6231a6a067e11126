namespace AgentBus.TestKit.RabbitMq;

/// <summary>
/// The broker of this test process: the one of <c>AGENTBUS_TEST_RABBITMQ</c> (an <c>amqp://</c> address), which is used as it is, else a
/// private node, started once, on which each test class has its own virtual host.
/// </summary>
internal static class TestBroker
{
#if !TESTCONTAINERS
    private static readonly Lazy<Task<RabbitMqNode>> Node = new(() => RabbitMqNode.StartAsync());
#endif

    public static async Task<BrokerAddress> FreshVirtualHostAsync()
    {
        if (Environment.GetEnvironmentVariable("AGENTBUS_TEST_RABBITMQ") is { Length: > 0 } given)
        {
            return BrokerAddress.Parse(given);
        }

        var name = $"test-{Guid.NewGuid():N}";
#if TESTCONTAINERS
        return BrokerAddress.Parse(await Containers.ContainerServers.RabbitMqAsync(name));
#else
        var node = await Node.Value;
        return await node.AddVirtualHostAsync(name);
#endif
    }
}
