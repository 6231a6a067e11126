using AgentBus.Hosting.Bus;
using AgentBus.TestKit.Network;
using AgentBus.TestKit.RabbitMq;
using AgentBus.TestKit.Services;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.Hosting.Tests.Bus;

/// <summary>A network between service and broker that does what networks do.</summary>
public sealed class BrokerNetworkTests(RabbitMqFixture broker) : IClassFixture<RabbitMqFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_connection_on_which_nothing_comes_through_is_given_up_and_replaced()
    {
        await using var proxy = TcpProxy.Start(broker.Address.Port, seed: 1);
        var ping = PingEndpoint.New();
        await using var service = await StartAsync(ping, $"127.0.0.1:{proxy.Port}");
        await ArrivesAsync(service, ping, 1);

        // Lost bytes do not come later, nor does the end of the connection that the broker makes.
        proxy.Conditions = new Conditions { Upstream = Flow.Drop, Downstream = Flow.Drop };
        await Should.ThrowAsync<BusException>(Sender(service).SendAsync(ping.Message(new Ping(2)), CancellationToken.None));
        proxy.Conditions = new Conditions();
        await ArrivesAsync(service, ping, 3);
    }

    [Fact]
    public async Task A_message_whose_confirm_is_lost_counts_as_not_sent_though_it_was()
    {
        await using var proxy = TcpProxy.Start(broker.Address.Port, seed: 2);
        var ping = PingEndpoint.New();
        await using var service = await StartAsync(ping, $"127.0.0.1:{proxy.Port}");
        await ArrivesAsync(service, ping, 1);

        proxy.Conditions = new Conditions { Downstream = Flow.Drop };
        var send = Sender(service).SendAsync(ping.Message(new Ping(2)), CancellationToken.None);
        await Should.ThrowAsync<BusException>(send);
        proxy.Conditions = new Conditions();
        proxy.Reset();

        (await ping.NextAsync()).Ping.Number.ShouldBe(2);
    }

    [Fact]
    public async Task A_lost_node_is_replaced_by_another_one_of_the_list()
    {
        await using var one = TcpProxy.Start(broker.Address.Port, seed: 3);
        await using var two = TcpProxy.Start(broker.Address.Port, seed: 4);
        var ping = PingEndpoint.New();
        await using var service = await StartAsync(ping, $"127.0.0.1:{one.Port},127.0.0.1:{two.Port}");
        await ArrivesAsync(service, ping, 1);

        one.Conditions = new Conditions { Upstream = Flow.Hold, Downstream = Flow.Hold };
        await ArrivesAsync(service, ping, 2);
        one.Conditions = new Conditions();
        two.Conditions = new Conditions { Upstream = Flow.Hold, Downstream = Flow.Hold };
        await ArrivesAsync(service, ping, 3);
    }

    private Task<WebApplication> StartAsync(PingEndpoint ping, string hosts)
    {
        var settings = new Dictionary<string, string?>(broker.Settings)
        {
            ["Bus:Host"] = hosts, ["Bus:Heartbeat"] = "00:00:01", ["Bus:SendTimeout"] = "00:00:05", ["Logging:Level"] = "Fatal",
        };
        return TestService.StartAsync(settings, builder => builder.Services.AddBusEndpoint(ping.Endpoint));
    }

    private static IMessageSender Sender(WebApplication service) => service.Services.GetRequiredService<IMessageSender>();

    // As the relay does: what was not confirmed is sent again. Repetitions of earlier ones may come before it.
    private static async Task ArrivesAsync(WebApplication service, PingEndpoint ping, int number)
    {
        using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
        var isSent = false;
        while (!isSent)
        {
            try
            {
                await Sender(service).SendAsync(ping.Message(new Ping(number)), limit.Token);
                isSent = true;
            }
            catch (BusException)
            {
                // Not confirmed.
            }
        }

        while ((await ping.NextAsync()).Ping.Number != number)
        {
            // An earlier one.
        }
    }
}
