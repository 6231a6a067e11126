using AgentBus.Hosting.Bus;
using AgentBus.TestKit.Services;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.Hosting.Tests.Bus;

/// <summary>The same within one process.</summary>
public sealed class InMemoryJourneys
{
    private static readonly Dictionary<string, string?> Memory = new() { ["Bus:Transport"] = "memory" };

    [Fact]
    public async Task Messages_arrive_by_queue_and_by_topic_and_a_bad_one_stops_nothing()
    {
        var (plain, topic) = (PingEndpoint.New(), PingEndpoint.New());
        await using var service = await TestService.StartAsync(Memory, builder => builder.Services
            .AddBusEndpoint(plain.Endpoint).AddBusEndpoint(topic.Endpoint with { Topic = ("agentbus.events", "#") }));
        var sender = service.Services.GetRequiredService<IMessageSender>();

        await sender.SendAsync(plain.Message("not json"u8.ToArray(), nameof(Ping)), CancellationToken.None);
        await sender.SendAsync(plain.Message("{}"u8.ToArray(), "Pong"), CancellationToken.None);
        await sender.SendAsync(plain.Message(new Ping(1)), CancellationToken.None);
        await sender.SendAsync(topic.Message(new Ping(2)) with { Exchange = "agentbus.events", RoutingKey = "briefing.requested" }, CancellationToken.None);

        (await plain.NextAsync()).Ping.Number.ShouldBe(1);
        (await topic.NextAsync()).Ping.Number.ShouldBe(2);
    }

    [Fact]
    public async Task A_trace_goes_on()
    {
        var ping = PingEndpoint.New();
        await using var service = await TestService.StartAsync(Memory, builder => builder.Services.AddBusEndpoint(ping.Endpoint));

        await service.Services.GetRequiredService<IMessageSender>().SendAsync(
            ping.Message(new Ping(1), new Dictionary<string, string> { ["traceparent"] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" }),
            CancellationToken.None);

        (await ping.NextAsync()).TraceId.ShouldBe("0af7651916cd43dd8448eb211c80319c");
    }

    [Fact]
    public async Task The_service_reports_ready()
    {
        await using var service = await TestService.StartAsync(Memory, builder => builder.Services.AddBusEndpoint(PingEndpoint.New().Endpoint));
        using var http = new HttpClient { BaseAddress = new Uri(service.Urls.First()) };

        (await http.GetStringAsync("/health/ready")).ShouldBe("Healthy");
    }
}
