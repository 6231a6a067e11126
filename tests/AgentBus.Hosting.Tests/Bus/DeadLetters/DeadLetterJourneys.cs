using System.Text;
using AgentBus.Hosting.Bus;
using AgentBus.TestKit.RabbitMq;
using AgentBus.TestKit.Services;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;

namespace AgentBus.Hosting.Tests.Bus.DeadLetters;

/// <summary>Whatever a consumer cannot read or handle goes to the dead letters once, and the consumer lives on.</summary>
public sealed class DeadLetterJourneys(RabbitMqFixture broker) : IClassFixture<RabbitMqFixture>, IAsyncLifetime
{
    private readonly PingEndpoint ping = PingEndpoint.New();
    private QueueTap? letters;

    public static TheoryData<string?, byte[], string> Refused => new()
    {
        { nameof(Ping), "{\"number\": 1"u8.ToArray(), "is not the JSON of Ping" },
        { nameof(Ping), "{\"note\": \"no number\"}"u8.ToArray(), "number" },
        { nameof(Ping), "null"u8.ToArray(), "JSON null" },
        { nameof(Ping), [], "is not the JSON of Ping" },
        { nameof(Ping), [0xff, 0xfe, 0x00, 0x01], "is not the JSON of Ping" },
        { "Pong", "{}"u8.ToArray(), "type 'Pong' is not known" },
        { null, "{\"number\": 1}"u8.ToArray(), "no agentbus-type header" },
        { nameof(Ping), Encoding.UTF8.GetBytes($"{{\"number\": 1, \"note\": \"{new string('x', 5_000_000)}\"}}"), "takes at most 1114112" },
        { nameof(Ping), Encoding.UTF8.GetBytes($"{{\"number\": 1, \"more\": {new string('[', 5_000)}{new string(']', 5_000)}}}"), "depth" },
    };

    public async Task InitializeAsync() => letters = await QueueTap.OpenAsync(broker, "agentbus.dead-letters");

    public async Task DisposeAsync() => await letters!.DisposeAsync();

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)] // listing them would spell out 5 MB
    public async Task A_message_that_cannot_be_read_is_dead_lettered_with_its_reason_and_the_endpoint_lives_on(string? type, byte[] body, string reason)
    {
        await using var service = await StartAsync(ping.Endpoint);

        var id = await PublishAsync(type, body);

        var letter = await letters!.NextAsync();
        letter.MessageId.ShouldBe(id);
        letter.Headers["agentbus-dead-message"].ShouldContain(reason);
        (letter.Headers["agentbus-dead-queue"], letter.Headers["agentbus-dead-reason"], letter.Headers.GetValueOrDefault("agentbus-type", ""))
            .ShouldBe((ping.Queue, "unreadable", type ?? ""));
        letter.Body.ShouldBe(body);
        await LivesAsync(service);
    }

    [Fact]
    public async Task A_message_whose_handling_fails_with_a_long_text_is_dead_lettered_once_with_its_exception()
    {
        var calls = 0;
        await using var service = await StartAsync(ping.Endpoint with
        {
            Configure = (_, receive) => receive.Handler<Ping>(_ =>
                Interlocked.Increment(ref calls) > 0 ? throw new TimeoutException(new string('x', 200_000)) : Task.CompletedTask),
        });

        var id = await PublishAsync(nameof(Ping), "{\"number\": 1}"u8.ToArray(), new() { ["agentbus-tenant"] = "acme" });

        var letter = await letters!.NextAsync();
        (letter.MessageId, letter.Headers["agentbus-dead-reason"], letter.Headers["agentbus-dead-exception"], letter.Headers["agentbus-tenant"])
            .ShouldBe((id, "failed", "System.TimeoutException", "acme"));
        letter.Headers["agentbus-dead-message"].Length.ShouldBe(2_048);
        letter.Headers["agentbus-dead-stack"].ShouldContain(nameof(DeadLetterJourneys));
        calls.ShouldBe(1);
    }

    [Fact]
    public async Task A_message_that_nobody_takes_is_dead_lettered_as_skipped()
    {
        await using var service = await StartAsync(ping.Endpoint with { Configure = (_, _) => { } });

        var id = await PublishAsync(nameof(Ping), "{\"number\": 1}"u8.ToArray());

        var letter = await letters!.NextAsync();
        (letter.MessageId, letter.Headers["agentbus-dead-reason"]).ShouldBe((id, "skipped"));
    }

    [Fact]
    public async Task Headers_of_any_kind_do_no_harm()
    {
        await using var service = await StartAsync(ping.Endpoint);
        Dictionary<string, object?> headers = new()
        {
            ["huge"] = new string('x', 110_000), ["table"] = new Dictionary<string, object?> { ["a"] = new List<object?> { 1, "b", null } },
            ["binary"] = new byte[] { 0xff, 0x00 }, ["number"] = 7L, ["flag"] = true, ["none"] = null, ["time"] = new AmqpTimestamp(9),
        };

        var id = await PublishAsync("Pong", "{}"u8.ToArray(), headers, messageId: "not a guid");

        var letter = await letters!.NextAsync();
        letter.Headers["agentbus-dead-message-id"].ShouldBe(id);
        Guid.TryParse(letter.MessageId, out _).ShouldBeTrue();
        (letter.Headers["table"], letter.Headers["number"], letter.Headers.ContainsKey("huge")).ShouldBe(("""{"a":[1,"b",null]}""", "7", false));
        await LivesAsync(service);
    }

    [Fact]
    public async Task A_dead_letter_waits_for_a_broker_that_takes_it_and_its_message_is_not_lost_meanwhile()
    {
        await using var service = await StartAsync(ping.Endpoint);
        await letters!.DisposeAsync();
        await using (var connection = await broker.ConnectAsync())
        await using (var channel = await connection.CreateChannelAsync())
        {
            await channel.QueueDeleteAsync("agentbus.dead-letters");
            await channel.ExchangeDeleteAsync("agentbus.dead-letters");
        }

        var id = await PublishAsync("Pong", "{}"u8.ToArray());

        // The service makes the queue again.
        await LivesAsync(service);
        letters = await QueueTap.OpenAsync(broker, "agentbus.dead-letters");
        (await letters.NextAsync()).MessageId.ShouldBe(id);
    }

    private async Task LivesAsync(WebApplication service)
    {
        await service.Services.GetRequiredService<IMessageSender>().SendAsync(ping.Message(new Ping(7)), CancellationToken.None);
        (await ping.NextAsync()).Ping.Number.ShouldBe(7);
    }

    private Task<WebApplication> StartAsync(BusEndpoint endpoint) =>
        TestService.StartAsync(broker.Settings, builder => builder.Services.AddBusEndpoint(endpoint));

    private async Task<string> PublishAsync(string? type, byte[] body, Dictionary<string, object?>? headers = null, string? messageId = null)
    {
        await using var connection = await broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        var properties = new BasicProperties { MessageId = messageId ?? Guid.NewGuid().ToString(), ContentType = "not a type", Headers = headers ?? [] };
        if (type is not null)
        {
            properties.Headers["agentbus-type"] = type;
        }

        await channel.BasicPublishAsync(ping.Queue, "", mandatory: true, properties, body);
        return properties.MessageId;
    }
}
