using System.Text.RegularExpressions;
using AgentBus.Hosting.Bus;
using AgentBus.Hosting.Bus.RabbitMq;
using AgentBus.Hosting.Tests.Modes;
using AgentBus.TestKit.RabbitMq;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace AgentBus.Hosting.Tests.Bus;

/// <summary>Setup against a node of its own, with and without the management API.</summary>
[Collection(nameof(ConsoleCapture))]
public sealed partial class BrokerSetupTests : IAsyncLifetime
{
    private RabbitMqNode node = null!;

    public async Task InitializeAsync() => node = await RabbitMqNode.StartAsync(management: true);

    public async Task DisposeAsync() => await node.DisposeAsync();

    [Fact]
    public async Task Setup_makes_queues_and_policy_so_that_a_message_that_is_never_handled_is_dead_lettered()
    {
        var ping = PingEndpoint.New();
        (await RunAsync(ping, "check")).Output.ShouldContain($"queue agentbus.dead-letters, {ping.Queue}. Run setup.");

        // Without the management API: the queues are made, the command is printed, and the step fails until someone says it was run.
        var (code, _, errors) = await RunAsync(ping, "setup");
        code.ShouldBe(1);
        errors.ShouldContain("rabbitmqctl set_policy");
        (await RunAsync(ping, "setup", "--Bus:PoliciesAreSet=true")).Code.ShouldBe(0);
        (await RunAsync(ping, "check")).ShouldBe((0, "", ""));

        // With it, what is missing is found, and set.
        var management = $"--Bus:ManagementUrl={node.ManagementUrl}";
        (await RunAsync(ping, "check", management)).Output.ShouldContain("policy agentbus or agentbus-dead-letters is missing or differs");
        (await RunAsync(ping, "setup", management)).ShouldBe((0, "", ""));
        (await RunAsync(ping, "check", management)).ShouldBe((0, "", ""));
        (await DeliveriesUntilDeadLetteredAsync(ping.Queue)).ShouldBe(11);

        // The printed commands do the same.
        await node.ControlAsync("clear_policy", "agentbus");
        (await RunAsync(ping, "check", management)).Code.ShouldBe(1);
        await node.ControlAsync("clear_policy", "agentbus-dead-letters");
        foreach (var command in errors[errors.IndexOf("set_policy", StringComparison.Ordinal)..].Trim().Split("&& rabbitmqctl"))
        {
            (await RunAsync(ping, "check", management)).Code.ShouldBe(1);
            await node.ControlAsync([.. Words().Matches(command).Select(word => word.Value.Trim('\''))]);
        }

        (await RunAsync(ping, "check", management)).ShouldBe((0, "", ""));
    }

    [Fact]
    public async Task A_queue_that_was_declared_in_another_way_stops_the_start_with_one_line()
    {
        var ping = PingEndpoint.New();
        await using (var connection = await new ConnectionFactory { HostName = "127.0.0.1", Port = node.Address.Port }.CreateConnectionAsync())
        await using (var channel = await connection.CreateChannelAsync())
        {
            await channel.QueueDeclareAsync(ping.Queue, durable: true, exclusive: false, autoDelete: false);
        }

        var (code, _, errors) = await RunAsync(ping, "run");

        code.ShouldBe(1);
        errors.ShouldStartWith($"test-service: Queue or exchange {ping.Queue} exists but was declared in another way (PRECONDITION_FAILED");
        errors.Count(letter => letter == '\n').ShouldBe(1);
    }

    private async Task<(int Code, string Output, string Errors)> RunAsync(PingEndpoint ping, params string[] args)
    {
        using var console = new ConsoleCapture();
        var code = await AgentBusService.RunAsync(
            [.. args, "--Bus:Host=127.0.0.1", $"--Bus:Port={node.Address.Port}", "--Logging:Level=Fatal"], "test-service",
            builder => builder.Services.AddBusEndpoint(ping.Endpoint));
        return (code, console.Output, console.Errors);
    }

    private async Task<int> DeliveriesUntilDeadLetteredAsync(string queue)
    {
        await using var connection = await new ConnectionFactory { HostName = "127.0.0.1", Port = node.Address.Port }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var dead = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var deliveries = 0;
        var refusing = new AsyncEventingBasicConsumer(channel);
        refusing.ReceivedAsync += async (_, delivery) =>
        {
            deliveries++;
            await channel.BasicNackAsync(delivery.DeliveryTag, multiple: false, requeue: true);
        };
        var burying = new AsyncEventingBasicConsumer(channel);
        burying.ReceivedAsync += (_, _) =>
        {
            dead.TrySetResult();
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync("agentbus.dead-letters", autoAck: true, burying);
        await channel.BasicConsumeAsync(queue, autoAck: false, refusing);
        await channel.BasicPublishAsync(queue, "", "poison"u8.ToArray());
        await dead.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
        return deliveries;
    }

    [GeneratedRegex("'[^']*'|[^' ]+", RegexOptions.NonBacktracking)]
    private static partial Regex Words();
}
