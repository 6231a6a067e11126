using AgentBus.Hosting.Bus;
using AgentBus.TestKit.RabbitMq;
using AgentBus.TestKit.Services;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.Hosting.Tests.Bus;

/// <summary>A broker that goes away while a service runs, and comes back.</summary>
public sealed class BrokerOutageTests : IAsyncLifetime
{
    private RabbitMqNode node = null!;

    public async Task InitializeAsync() => node = await RabbitMqNode.StartAsync();

    public async Task DisposeAsync() => await node.DisposeAsync();

    [Fact]
    public async Task The_service_keeps_running_says_so_and_goes_on_when_the_broker_is_back()
    {
        var ping = PingEndpoint.New();
        var settings = new Dictionary<string, string?> { ["Bus:Host"] = "127.0.0.1", ["Bus:Port"] = $"{node.Address.Port}", ["Logging:Level"] = "Fatal" };
        await using var service = await TestService.StartAsync(settings, builder => builder.Services.AddBusEndpoint(ping.Endpoint));
        var sender = service.Services.GetRequiredService<IMessageSender>();
        using var http = new HttpClient { BaseAddress = new Uri(service.Urls.First()) };
        await sender.SendAsync(ping.Message(new Ping(1)), CancellationToken.None);
        (await ping.NextAsync()).Ping.Number.ShouldBe(1);

        await node.ControlAsync("stop_app");

        (await Should.ThrowAsync<BusException>(sender.SendAsync(ping.Message(new Ping(2)), CancellationToken.None))).Message.ShouldContain("cannot be reached");
        (await http.GetAsync("/health/live")).IsSuccessStatusCode.ShouldBeTrue();

        await node.ControlAsync("start_app");

        await sender.SendAsync(ping.Message(new Ping(3)), CancellationToken.None);
        (await ping.NextAsync()).Ping.Number.ShouldBe(3);
    }
}
