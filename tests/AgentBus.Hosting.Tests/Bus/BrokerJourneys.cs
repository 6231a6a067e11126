using AgentBus.Hosting.Bus;
using AgentBus.TestKit.RabbitMq;
using AgentBus.TestKit.Services;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;

namespace AgentBus.Hosting.Tests.Bus;

/// <summary>Messages through a real broker.</summary>
public sealed class BrokerJourneys(RabbitMqFixture broker) : IClassFixture<RabbitMqFixture>
{
    private const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/vnd.masstransit+json")]
    [InlineData("not a content type")]
    [InlineData(null)]
    public async Task The_type_header_decides_and_the_content_type_does_not(string? contentType)
    {
        var ping = PingEndpoint.New();
        await using var service = await StartAsync(ping);

        await PublishAsForeignerAsync(ping.Queue, nameof(Ping), "{\"number\": 3, \"unknown\": true}"u8.ToArray(), contentType);

        (await ping.NextAsync()).Ping.ShouldBe(new Ping(3));
    }

    [Fact]
    public async Task A_trace_goes_on_from_a_foreign_message_through_the_consumer_to_what_is_sent()
    {
        var ping = PingEndpoint.New();
        await using var service = await StartAsync(ping);
        await using var sent = await QueueTap.OpenAsync(broker, $"{ping.Queue}-sent");

        await PublishAsForeignerAsync(ping.Queue, nameof(Ping), "{\"number\": 1}"u8.ToArray(), "application/json", Trace);
        await SenderOf(service).SendAsync(
            ping.Message(new Ping(1), new Dictionary<string, string> { ["traceparent"] = Trace }) with { Exchange = $"{ping.Queue}-sent" }, CancellationToken.None);

        (await ping.NextAsync()).TraceId.ShouldBe("0af7651916cd43dd8448eb211c80319c");
        (await sent.NextAsync()).Headers["traceparent"].ShouldStartWith("00-0af7651916cd43dd8448eb211c80319c-");
    }

    [Fact]
    public async Task A_message_waits_in_an_ensured_queue_for_a_consumer_that_comes_later()
    {
        var ping = PingEndpoint.New();
        await using (var sender = await StartAsync())
        {
            await SenderOf(sender).EnsureQueueAsync(ping.Queue, CancellationToken.None);
            await SenderOf(sender).SendAsync(ping.Message(new Ping(1)), CancellationToken.None);
        }

        await using var consumer = await StartAsync(ping);

        (await ping.NextAsync()).Ping.Number.ShouldBe(1);
    }

    [Fact]
    public async Task A_message_that_finds_no_queue_is_refused_and_the_sender_lives_on()
    {
        var ping = PingEndpoint.New();
        await using var service = await StartAsync(ping);
        var sender = SenderOf(service);
        var nowhere = ping.Message(new Ping(1)) with { Exchange = "agentbus.nowhere" };
        await using (var connection = await broker.ConnectAsync())
        await using (var channel = await connection.CreateChannelAsync())
        {
            await channel.ExchangeDeclareAsync("agentbus.unbound", ExchangeType.Fanout, durable: true);
        }

        (await Should.ThrowAsync<MessageRefusedException>(sender.SendAsync(nowhere, CancellationToken.None))).Message.ShouldContain("agentbus.nowhere does not exist");
        (await Should.ThrowAsync<MessageRefusedException>(sender.SendAsync(nowhere with { Exchange = "agentbus.unbound" }, CancellationToken.None)))
            .Message.ShouldContain("No queue is bound");
        (await Should.ThrowAsync<MessageRefusedException>(sender.SendAsync(ping.Message(new byte[2_000_000], nameof(Ping)), CancellationToken.None)))
            .Message.ShouldContain("2000000 bytes");

        await sender.SendAsync(ping.Message(new Ping(2)), CancellationToken.None);
        (await ping.NextAsync()).Ping.Number.ShouldBe(2);
    }

    [Fact]
    public async Task Events_reach_an_endpoint_bound_to_their_topic_and_no_other()
    {
        var orders = PingEndpoint.New();
        await using var service = await StartAsync(orders.Endpoint with { Topic = ("agentbus.events", "order.*") });
        var sender = SenderOf(service);

        await sender.SendAsync(orders.Message(new Ping(1)) with { Exchange = "agentbus.events", RoutingKey = "invoice.paid" }, CancellationToken.None);
        await sender.SendAsync(orders.Message(new Ping(2)) with { Exchange = "agentbus.events", RoutingKey = "order.placed" }, CancellationToken.None);

        (await orders.NextAsync()).Ping.Number.ShouldBe(2);
    }

    [Fact]
    public async Task Many_messages_sent_at_once_all_arrive_once()
    {
        var ping = PingEndpoint.New();
        await using var service = await StartAsync(ping);
        var sender = SenderOf(service);

        await Task.WhenAll(Enumerable.Range(0, 500).Select(number => sender.SendAsync(ping.Message(new Ping(number)), CancellationToken.None)));

        var seen = new List<int>();
        for (var i = 0; i < 500; i++)
        {
            seen.Add((await ping.NextAsync()).Ping.Number);
        }

        seen.Order().ShouldBe(Enumerable.Range(0, 500));
    }

    [Fact]
    public async Task The_service_is_ready_while_its_bus_is()
    {
        await using var service = await StartAsync(PingEndpoint.New().Endpoint, PingEndpoint.New().Endpoint with { IsTemporary = true });
        using var http = new HttpClient { BaseAddress = new Uri(service.Urls.First()) };

        (await http.GetStringAsync("/health/ready")).ShouldBe("Healthy");
        (await http.GetAsync("/health/live")).IsSuccessStatusCode.ShouldBeTrue();
    }

    private static IMessageSender SenderOf(WebApplication service) => service.Services.GetRequiredService<IMessageSender>();

    private Task<WebApplication> StartAsync(PingEndpoint ping) => StartAsync(ping.Endpoint);

    private Task<WebApplication> StartAsync(params BusEndpoint[] endpoints) => TestService.StartAsync(broker.Settings, builder =>
    {
        foreach (var endpoint in endpoints)
        {
            builder.Services.AddBusEndpoint(endpoint);
        }
    });

    private async Task PublishAsForeignerAsync(string exchange, string? type, byte[] body, string? contentType, string? trace = null)
    {
        await using var connection = await broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        var properties = new BasicProperties { Headers = new Dictionary<string, object?>() };
        if (contentType is not null)
        {
            properties.ContentType = contentType;
        }

        if (type is not null)
        {
            properties.Headers["agentbus-type"] = type;
        }

        if (trace is not null)
        {
            properties.Headers["traceparent"] = trace;
        }

        await channel.BasicPublishAsync(exchange, "", mandatory: true, properties, body);
    }
}
