using System.Text.Json;
using AgentBus.AgentSdk.Tests.Agents;
using AgentBus.Contracts;
using AgentBus.Hosting.Bus;
using AgentBus.TestKit.RabbitMq;
using AgentBus.TestKit.Services;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;

namespace AgentBus.AgentSdk.Tests.Journeys;

/// <summary>Work that takes longer than the broker lets a message go unacknowledged: hours against 30 minutes, here seconds against two.</summary>
public sealed class LongWorkTests : IAsyncLifetime
{
    private readonly ClerkAgent clerk = new();
    private RabbitMqNode node = null!;
    private WebApplication worker = null!;

    public async Task InitializeAsync()
    {
        node = await RabbitMqNode.StartAsync();
        await node.ControlAsync("eval", "application:set_env(rabbit, consumer_timeout, 2000), application:set_env(rabbit, channel_tick_interval, 500).");
        var settings = new Dictionary<string, string?>
        {
            ["Bus:Host"] = "127.0.0.1", ["Bus:Port"] = $"{node.Address.Port}", ["Shutdown:Seconds"] = "11",
            ["Worker:ClaimAfter"] = "00:00:01", ["Worker:HeartbeatEvery"] = "00:00:01",
        };
        worker = await TestService.StartAsync(settings, builder =>
        {
            builder.Services.AddSingleton(clerk);
            builder.AddAgent<ClerkAgent>();
        });
    }

    public async Task DisposeAsync()
    {
        await worker.DisposeAsync();
        await node.DisposeAsync();
    }

    [Fact]
    public async Task Claimed_work_outlives_the_limit_of_the_broker_and_is_done_once()
    {
        var (registry, results) = (await DeclareAsync(Queues.Registry), await DeclareAsync(Queues.Orchestrator));
        var dispatch = Dispatches.Of("wait");
        await SendAsync(dispatch);
        await clerk.EnteredAsync(dispatch.Step);

        // Beats that name it for more than twice the limit.
        for (var beats = 0; beats < 5;)
        {
            var (type, body) = await NextAsync(registry, Queues.Registry);
            if (type == nameof(WorkerHeartbeat))
            {
                beats += JsonSerializer.Deserialize(body, ContractsJson.Default.WorkerHeartbeat)!.Claimed.Count;
            }
        }

        clerk.Release(dispatch.Step);
        var next = Dispatches.Of("echo");
        await SendAsync(next);

        List<string> done = [await FinishedAsync(results), await FinishedAsync(results)];
        done.ShouldBe([dispatch.Step, next.Step], ignoreOrder: true);
    }

    private async Task<IChannel> DeclareAsync(string queue)
    {
        await worker.Services.GetRequiredService<IMessageSender>().EnsureQueueAsync(queue, CancellationToken.None);
        var connection = await new ConnectionFactory { HostName = node.Address.Host, Port = node.Address.Port }.CreateConnectionAsync();
        return await connection.CreateChannelAsync();
    }

    private static async Task<(string Type, byte[] Body)> NextAsync(IChannel channel, string queue)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        while (true)
        {
            if (await channel.BasicGetAsync(queue, autoAck: true, limit.Token) is { } found)
            {
                return (System.Text.Encoding.UTF8.GetString((byte[])found.BasicProperties.Headers!["agentbus-type"]!), found.Body.ToArray());
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
        }
    }

    private static async Task<string> FinishedAsync(IChannel channel) =>
        JsonSerializer.Deserialize((await NextAsync(channel, Queues.Orchestrator)).Body, ContractsJson.Default.AttemptFinished)!.Step;

    private Task SendAsync(DispatchAttempt dispatch) => worker.Services.GetRequiredService<IMessageSender>().SendAsync(
        new OutgoingMessage(
            Guid.NewGuid(), Queues.Agent("clerk"), "", nameof(DispatchAttempt), "application/json",
            JsonSerializer.SerializeToUtf8Bytes(dispatch, ContractsJson.Default.DispatchAttempt), new Dictionary<string, string>()),
        CancellationToken.None);
}
