using System.Collections.Concurrent;
using AgentBus.Hosting.Bus;
using AgentBus.TestKit.RabbitMq;
using AgentBus.TestKit.Services;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;

namespace AgentBus.Hosting.Tests.Bus;

/// <summary>What a broker does to consumers and publishers while it lives: the endpoint goes on, and the service says meanwhile that it does not.</summary>
public sealed class ConsumerRestartTests(ConsumerRestartTests.Node broker) : IClassFixture<ConsumerRestartTests.Node>
{
    [Fact]
    public async Task An_endpoint_whose_channel_was_closed_for_a_message_held_too_long_takes_it_again_and_goes_on()
    {
        var deliveries = 0;
        var ping = PingEndpoint.New((message, token) =>
            message.Number == 1 && Interlocked.Increment(ref deliveries) == 1 ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token) : Task.CompletedTask);
        await broker.Value.ControlAsync("eval", "application:set_env(rabbit, consumer_timeout, 1000), application:set_env(rabbit, channel_tick_interval, 500).");
        await using var service = await StartAsync(ping);

        await SendAsync(service, ping, 1);

        (await ping.NextAsync()).Ping.Number.ShouldBe(1);
        deliveries.ShouldBe(2);
        await SendAsync(service, ping, 2);
        (await ping.NextAsync()).Ping.Number.ShouldBe(2);
    }

    [Fact]
    public async Task An_endpoint_whose_queue_was_deleted_makes_it_again_and_the_service_is_not_ready_meanwhile()
    {
        var ping = PingEndpoint.New();
        await using var service = await StartAsync(ping);
        await SendAsync(service, ping, 1);
        (await ping.NextAsync()).Ping.Number.ShouldBe(1);

        await using (var connection = await broker.ConnectAsync())
        await using (var channel = await connection.CreateChannelAsync())
        {
            await channel.QueueDeleteAsync(ping.Queue);
        }

        await ReadyAsync(service, text => text.Contains($"nobody consumes {ping.Queue}", StringComparison.Ordinal));
        await ReadyAsync(service, text => text == "Healthy");
        await SendAsync(service, ping, 2);
        (await ping.NextAsync()).Ping.Number.ShouldBe(2);
    }

    [Fact]
    public async Task An_endpoint_that_the_broker_forgot_without_a_word_is_started_again()
    {
        var ping = PingEndpoint.New();
        await using var service = await StartAsync(ping);
        await SendAsync(service, ping, 1);
        (await ping.NextAsync()).Ping.Number.ShouldBe(1);

        await broker.Value.ControlAsync("eval", $$"""
            {ok, Queue} = rabbit_amqqueue:lookup(rabbit_misc:r(<<"/">>, queue, <<"{{ping.Queue}}">>)), Leader = amqqueue:get_pid(Queue),
            {ok, {_, Consumers}, _} = ra:local_query(Leader, fun rabbit_fifo:query_consumers/1),
            [{ok, _, _} = ra:process_command(Leader, rabbit_fifo:make_checkout(Id, cancel, #{})) || Id <- maps:keys(Consumers)].
            """);
        await ReadyAsync(service, text => text.Contains($"nobody consumes {ping.Queue}", StringComparison.Ordinal));
        await SendAsync(service, ping, 2);

        (await ping.NextAsync()).Ping.Number.ShouldBe(2);
        await ReadyAsync(service, text => text == "Healthy");
    }

    [Fact]
    public async Task A_queue_deleted_under_its_sender_is_made_again_for_the_next_try()
    {
        var ping = PingEndpoint.New();
        await using var service = await StartAsync();
        await Sender(service).EnsureQueueAsync(ping.Queue, CancellationToken.None);
        await SendAsync(service, ping, 1);
        await using var connection = await broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeleteAsync(ping.Queue);

        await Should.ThrowAsync<MessageRefusedException>(SendAsync(service, ping, 2));
        await Sender(service).EnsureQueueAsync(ping.Queue, CancellationToken.None);
        await SendAsync(service, ping, 3);

        (await channel.QueueDeclarePassiveAsync(ping.Queue)).MessageCount.ShouldBe(1u);
    }

    [Fact]
    public async Task Connections_that_the_broker_closes_are_opened_again()
    {
        var ping = PingEndpoint.New();
        await using var service = await StartAsync(ping);
        await SendAsync(service, ping, 1);
        (await ping.NextAsync()).Ping.Number.ShouldBe(1);

        await broker.Value.ControlAsync("close_all_connections", "maintenance");

        await ReadyAsync(service, text => text == "Healthy");
        await SendAsync(service, ping, 2);
        (await ping.NextAsync()).Ping.Number.ShouldBe(2);
    }

    [Fact]
    public async Task What_was_acknowledged_together_does_not_come_again_after_a_loss_and_what_was_still_in_hand_does()
    {
        const int Messages = 100;
        var taken = new ConcurrentDictionary<int, int>();
        var ping = PingEndpoint.New((message, token) =>
            taken.AddOrUpdate(message.Number, 1, (_, times) => times + 1) == 1 && message.Number is 3 or 40
                ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token)
                : Task.CompletedTask);
        await broker.Value.ControlAsync("eval", "application:set_env(rabbit, consumer_timeout, 1800000).");
        await using var service = await StartAsync(ping);
        await Task.WhenAll(Enumerable.Range(1, Messages).Select(number => SendAsync(service, ping, number)));
        for (var i = 0; i < Messages - 2; i++)
        {
            await ping.NextAsync();
        }

        await UnacknowledgedAsync(ping, 2);
        await broker.Value.ControlAsync("close_all_connections", "maintenance");

        int[] again = [(await ping.NextAsync()).Ping.Number, (await ping.NextAsync()).Ping.Number];
        again.Order().ShouldBe([3, 40]);
        await UnacknowledgedAsync(ping, 0);
        taken.Values.Sum().ShouldBe(Messages + 2);
    }

    [Fact]
    public async Task While_the_broker_is_short_of_memory_a_send_waits_the_service_says_so_and_both_go_on_after()
    {
        var ping = PingEndpoint.New();
        await using var service = await StartAsync(ping);
        await SendAsync(service, ping, 1);
        await broker.Value.ControlAsync("set_vm_memory_high_watermark", "0.00001");
        try
        {
            var waiting = SendAsync(service, ping, 2);
            await ReadyAsync(service, text => text.Contains("the broker takes no messages", StringComparison.Ordinal));
            waiting.IsCompleted.ShouldBeFalse();

            await broker.Value.ControlAsync("set_vm_memory_high_watermark", "0.4");
            await waiting;
        }
        finally
        {
            await broker.Value.ControlAsync("set_vm_memory_high_watermark", "0.4");
        }

        (await ping.NextAsync()).Ping.Number.ShouldBe(1);
        (await ping.NextAsync()).Ping.Number.ShouldBe(2);
        await ReadyAsync(service, text => text == "Healthy");
    }

    private async Task UnacknowledgedAsync(PingEndpoint ping, int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        var queues = "";
        do
        {
            limit.IsCancellationRequested.ShouldBeFalse(queues);
            queues = await broker.Value.ControlAsync("list_queues", "--quiet", "--no-table-headers", "name", "messages_unacknowledged", "messages_ready");
        }
        while (!queues.Contains($"{ping.Queue}\t{count}\t0", StringComparison.Ordinal));
    }

    private static IMessageSender Sender(WebApplication service) => service.Services.GetRequiredService<IMessageSender>();

    private static Task SendAsync(WebApplication service, PingEndpoint ping, int number) =>
        Sender(service).SendAsync(ping.Message(new Ping(number)), CancellationToken.None);

    private static async Task ReadyAsync(WebApplication service, Func<string, bool> isSo)
    {
        using var http = new HttpClient { BaseAddress = new Uri(service.Urls.First()), Timeout = TimeSpan.FromSeconds(60) };
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        while (true)
        {
            var text = await (await http.GetAsync("/health/ready")).Content.ReadAsStringAsync();
            if (isSo(text))
            {
                return;
            }

            limit.IsCancellationRequested.ShouldBeFalse(text);
        }
    }

    private Task<WebApplication> StartAsync(params PingEndpoint[] pings)
    {
        var settings = new Dictionary<string, string?> { ["Bus:Host"] = "127.0.0.1", ["Bus:Port"] = $"{broker.Value.Address.Port}", ["Bus:Heartbeat"] = "00:00:01", ["Bus:SendTimeout"] = "00:05:00", ["Logging:Level"] = "Fatal" };
        return TestService.StartAsync(settings, builder =>
        {
            foreach (var ping in pings)
            {
                builder.Services.AddBusEndpoint(ping.Endpoint);
            }
        });
    }

    /// <summary>A node of its own, since its settings are changed under way.</summary>
    public sealed class Node : IAsyncLifetime
    {
        public RabbitMqNode Value { get; private set; } = null!;

        public async Task InitializeAsync() => Value = await RabbitMqNode.StartAsync();

        public async Task DisposeAsync() => await Value.DisposeAsync();

        public Task<IConnection> ConnectAsync() =>
            new ConnectionFactory { HostName = Value.Address.Host, Port = Value.Address.Port }.CreateConnectionAsync();
    }
}
