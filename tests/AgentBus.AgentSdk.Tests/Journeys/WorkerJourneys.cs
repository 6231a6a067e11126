using System.Text.Json;
using AgentBus.AgentSdk.Tests.Agents;
using AgentBus.AgentSdk.Workers;
using AgentBus.Contracts;
using AgentBus.Hosting.Bus;
using AgentBus.TestKit.RabbitMq;
using AgentBus.TestKit.Services;
using AgentBus.TestKit.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;

namespace AgentBus.AgentSdk.Tests.Journeys;

/// <summary>A worker on a real broker. Each test has a virtual host of its own, since the queues' names are given.</summary>
public sealed class WorkerJourneys : IAsyncLifetime
{
    private readonly RabbitMqFixture broker = new();
    private readonly ManualClock clock = new();
    private readonly ClerkAgent clerk = new();
    private QueueTap results = null!;
    private QueueTap registry = null!;

    public async Task InitializeAsync()
    {
        await broker.InitializeAsync();
        results = await QueueTap.OpenAsync(broker, Queues.Orchestrator);
        registry = await QueueTap.OpenAsync(broker, Queues.Registry);
    }

    public async Task DisposeAsync()
    {
        await results.DisposeAsync();
        await registry.DisposeAsync();
        await broker.DisposeAsync();
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("1.4.0", null)]
    [InlineData("1.4.0", "high")]
    public async Task A_dispatch_to_any_of_its_queues_is_done_and_its_result_is_published(string? version, string? priority)
    {
        await using var worker = await StartAsync();
        var dispatch = Dispatches.Of("echo") with { Attempt = 3, Feedback = "shorter" };

        await SendAsync(worker, dispatch, Queues.Lane(Queues.Agent("clerk", version), priority));

        var message = await results.NextAsync();
        message.Headers["agentbus-type"].ShouldBe(nameof(AttemptFinished));
        message.Headers["agentbus-tenant"].ShouldBe("acme");
        message.Headers["agentbus-run"].ShouldBe(dispatch.Run.ToString());
        message.Headers["traceparent"].ShouldStartWith("00-0af7651916cd43dd8448eb211c80319c-");
        var finished = Read(message);
        (finished.Run, finished.Step, finished.Attempt, finished.Agent, finished.AgentVersion).ShouldBe((dispatch.Run, dispatch.Step, 3, "clerk", "1.4.0"));
        finished.Kind.ShouldBe(AgentResultKind.Done);
        finished.Output!.Value.GetProperty("said").GetString().ShouldBe($"{dispatch.IdempotencyKey} 3 shorter");
        (await registry.NextAsync(nameof(AttemptProgress))).Body.AsSpan().IndexOf("half way"u8).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_worker_announces_itself_keeps_its_leases_and_says_goodbye()
    {
        var dispatch = Dispatches.Of("wait");
        await using (var worker = await StartAsync())
        {
            var first = Heartbeat(await registry.NextAsync(nameof(WorkerHeartbeat)));
            (first.Worker, first.Agent, first.AgentVersion, first.Concurrency, first.Running).ShouldBe(("desk-7", "clerk", "1.4.0", 2, 0));
            first.Capabilities.ShouldBe(["filing"]);
            first.Lanes.ShouldBeTrue();

            await ClaimAsync(worker, dispatch);
            // Beats that were on their way when the lease was claimed do not know it yet.
            var beat = first;
            for (var i = 0; i < 6 && beat.Claimed.Count == 0; i++)
            {
                clock.Advance(TimeSpan.FromSeconds(10));
                beat = Heartbeat(await registry.NextAsync(nameof(WorkerHeartbeat)));
            }

            beat.Claimed.ShouldBe([new ClaimedAttempt("acme", dispatch.Run, dispatch.Step, 1)]);
            clerk.Release(dispatch.Step);
            Read(await results.NextAsync()).Kind.ShouldBe(AgentResultKind.Done);
            await worker.StopAsync();
        }

        (await registry.NextAsync(nameof(WorkerStopped))).Body.AsSpan().IndexOf("desk-7"u8).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task After_20_seconds_an_attempt_is_claimed_and_its_message_acknowledged()
    {
        await using (var worker = await StartAsync())
        {
            await ClaimAsync(worker, Dispatches.Of("wait"));
            await StopSoonAsync(worker);
        }

        // What was not acknowledged would come back now, before the next message.
        await using var queue = await QueueTap.OpenAsync(broker, Queues.Agent("clerk"));
        await using var connection = await broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.BasicPublishAsync(Queues.Agent("clerk"), "", "next"u8.ToArray());
        (await queue.NextAsync()).Body.ShouldBe("next"u8.ToArray());
    }

    [Fact]
    public async Task A_claimed_attempt_that_cannot_finish_before_the_worker_stops_is_reported_as_transient()
    {
        var dispatch = Dispatches.Of("wait");
        await using (var worker = await StartAsync())
        {
            await ClaimAsync(worker, dispatch);
            await StopSoonAsync(worker);
        }

        var finished = Read(await results.NextAsync());
        (finished.Kind, finished.Failure!.Code).ShouldBe((AgentResultKind.Transient, "worker-stopping"));
    }

    [Fact]
    public async Task An_attempt_that_is_not_claimed_comes_back_when_its_worker_stops_before_it_is_done()
    {
        var dispatch = Dispatches.Of("wait");
        await using (var worker = await StartAsync())
        {
            await SendAsync(worker, dispatch, Queues.Agent("clerk"));
            await clerk.EnteredAsync(dispatch.Step);
            await StopSoonAsync(worker);
        }

        clerk.Release(dispatch.Step);
        await using var next = await StartAsync();
        Read(await results.NextAsync()).Kind.ShouldBe(AgentResultKind.Done);
    }

    [Fact]
    public async Task A_dispatch_is_not_acknowledged_before_the_broker_has_its_result()
    {
        var dispatch = Dispatches.Of("echo");
        await results.DisposeAsync();
        await using (var connection = await broker.ConnectAsync())
        await using (var channel = await connection.CreateChannelAsync())
        {
            await channel.QueueUnbindAsync(Queues.Orchestrator, Queues.Orchestrator, "", null);
        }

        await using (var worker = await StartAsync())
        {
            await SendAsync(worker, dispatch, Queues.Agent("clerk"));
            await clock.TimerSetAsync(TimeSpan.FromSeconds(1)); // it waits to send again
            await StopSoonAsync(worker);
        }

        results = await QueueTap.OpenAsync(broker, Queues.Orchestrator);
        await using var next = await StartAsync();
        Read(await results.NextAsync()).Step.ShouldBe(dispatch.Step);
    }

    [Fact]
    public async Task A_dispatch_that_finds_every_slot_held_by_long_work_is_put_back_for_another_worker()
    {
        var (first, second, third) = (Dispatches.Of("wait"), Dispatches.Of("wait"), Dispatches.Of("echo"));
        await using var worker = await StartAsync();
        await ClaimAsync(worker, first);
        await ClaimAsync(worker, second);

        await SendAsync(worker, third, Queues.Agent("clerk"));
        await clock.TimerSetAsync(TimeSpan.FromSeconds(20));
        clock.Advance(TimeSpan.FromSeconds(20));
        await clock.TimerSetAsync(TimeSpan.FromSeconds(20)); // it came again

        clerk.Release(first.Step);
        clerk.Release(second.Step);
        List<AttemptFinished> all = [Read(await results.NextAsync()), Read(await results.NextAsync()), Read(await results.NextAsync())];
        all.Select(finished => finished.Step).ShouldBe([first.Step, second.Step, third.Step], ignoreOrder: true);
    }

    [Fact]
    public async Task An_agent_that_does_not_listen_when_its_consumer_is_gone_keeps_nobody_from_consuming_again()
    {
        var (deaf, next) = (Dispatches.Of("wait, deaf"), Dispatches.Of("echo"));
        await using var worker = await StartAsync();
        await SendAsync(worker, deaf, Queues.Agent("clerk"));
        await clerk.EnteredAsync(deaf.Step);
        await using (var connection = await broker.ConnectAsync())
        await using (var channel = await connection.CreateChannelAsync())
        {
            await channel.QueueDeleteAsync(Queues.Agent("clerk"));
        }

        // A broker may forget to tell the consumers of a queue that is made again at once.
        await clerk.ToldAsync(deaf.Step);
        await worker.Services.GetRequiredService<IMessageSender>().EnsureQueueAsync(Queues.Agent("clerk"), CancellationToken.None);
        await SendWhenThereAsync(worker, next, Queues.Agent("clerk"));

        Read(await results.NextAsync()).Step.ShouldBe(next.Step);
        clerk.Release(deaf.Step);
    }

    [Fact]
    public async Task What_is_urgent_is_done_first()
    {
        await using var worker = await StartAsync(concurrency: 1);
        var held = Dispatches.Of("wait");
        await SendAsync(worker, held, Queues.Lane(Queues.Agent("clerk"), Priorities.High));
        await clerk.EnteredAsync(held.Step);
        await clock.TimerSetAsync(TimeSpan.FromSeconds(20));
        clock.Advance(TimeSpan.FromSeconds(1)); // tells what is set now from what is set later
        var low = await SendFiveAsync(worker, Priorities.Low);
        var normal = await SendFiveAsync(worker, Priorities.Normal);
        await clock.TimerSetAsync(TimeSpan.FromSeconds(20)); // one of them waits for the slot, which therefore stays with the lane it comes from
        var high = await SendFiveAsync(worker, Priorities.High);

        clerk.Release(held.Step);

        var done = new List<string>();
        while (done.Count < 6)
        {
            done.Add(Read(await results.NextAsync()).Step);
        }

        done.ShouldBe([held.Step, .. high]);
        while (done.Count < 16)
        {
            var next = results.NextAsync();
            while (await Task.WhenAny(next, clock.TimerSetAsync(SlotGate.Grace)) != next)
            {
                clock.Advance(SlotGate.Grace);
            }

            done.Add(Read(await next).Step);
        }

        done[6..].ShouldBe([.. normal, .. low], ignoreOrder: true);
    }

    [Fact]
    public async Task The_memory_is_asked_by_plain_messages_that_any_program_can_answer()
    {
        await using var memory = await QueueTap.OpenAsync(broker, Queues.Memory);
        await using var worker = await StartAsync();
        await SendAsync(worker, Dispatches.Of("recall"), Queues.Agent("clerk"));

        var byKey = JsonSerializer.Deserialize((await memory.NextAsync()).Body, ContractsJson.Default.MemoryRequest)!;
        (byKey.Tenant, byKey.Workflow, byKey.Key, byKey.Text).ShouldBe(("acme", new WorkflowRef("test", "filing", "1.0.0"), "seen", null));
        await AnswerAsync(byKey, new MemoryFound("seen", JsonElement.Parse("42"), Guid.NewGuid(), clock.GetUtcNow()));
        var byText = JsonSerializer.Deserialize((await memory.NextAsync()).Body, ContractsJson.Default.MemoryRequest)!;
        (byText.Key, byText.Text, byText.Top).ShouldBe((null, "quorum", 3));
        await AnswerAsync(byText with { RequestId = Guid.NewGuid() });
        await AnswerAsync(byText, new MemoryFound("a", JsonElement.Parse("1"), Guid.NewGuid(), clock.GetUtcNow()));

        Read(await results.NextAsync()).Output!.Value.GetProperty("said").GetString().ShouldBe("42, a");
    }

    private async Task AnswerAsync(MemoryRequest request, params MemoryFound[] found)
    {
        await using var connection = await broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.BasicPublishAsync(
            request.ReplyTo, "", mandatory: true,
            new BasicProperties { Headers = new Dictionary<string, object?> { ["agentbus-type"] = nameof(MemoryAnswer) }, ContentType = "application/json" },
            JsonSerializer.SerializeToUtf8Bytes(new MemoryAnswer(request.RequestId, found), ContractsJson.Default.MemoryAnswer));
    }

    private async Task ClaimAsync(WebApplication worker, DispatchAttempt dispatch)
    {
        await SendAsync(worker, dispatch, Queues.Agent("clerk"));
        await clerk.EnteredAsync(dispatch.Step);
        await clock.TimerSetAsync(TimeSpan.FromSeconds(20));
        clock.Advance(TimeSpan.FromSeconds(20));
        var claim = JsonSerializer.Deserialize((await registry.NextAsync(nameof(AttemptClaimed))).Body, ContractsJson.Default.AttemptClaimed)!;
        claim.ShouldBe(new AttemptClaimed("acme", dispatch.Run, dispatch.Step, 1, "clerk", "desk-7"));
    }

    // Consumers get a second to end their work, and what is claimed the rest.
    private static async Task StopSoonAsync(WebApplication worker)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(4), TimeProvider.System);
        await worker.StopAsync(patience.Token);
    }

    private static async Task<List<string>> SendFiveAsync(WebApplication worker, string priority)
    {
        var steps = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            var dispatch = Dispatches.Of("echo") with { Priority = priority };
            steps.Add(dispatch.Step);
            await SendAsync(worker, dispatch, Queues.Lane(Queues.Agent("clerk"), priority));
        }

        return steps;
    }

    private Task<WebApplication> StartAsync(int concurrency = 2) => TestService.StartAsync(
        new Dictionary<string, string?>(broker.Settings) { ["Worker:Name"] = "desk-7", ["Shutdown:Seconds"] = "11", ["Agents:clerk:Concurrency"] = $"{concurrency}" },
        builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(clock).AddSingleton(clerk);
            builder.AddAgent<ClerkAgent>();
        });

    // As the relay does, whose messages come back from an exchange without a queue.
    private static async Task SendWhenThereAsync(WebApplication worker, DispatchAttempt dispatch, string queue)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        while (true)
        {
            try
            {
                await SendAsync(worker, dispatch, queue);
                return;
            }
            catch (MessageRefusedException) when (!limit.IsCancellationRequested)
            {
                await worker.Services.GetRequiredService<IMessageSender>().EnsureQueueAsync(queue, CancellationToken.None);
            }
        }
    }

    private static Task SendAsync(WebApplication worker, DispatchAttempt dispatch, string queue) =>
        worker.Services.GetRequiredService<IMessageSender>().SendAsync(
            new OutgoingMessage(
                Guid.NewGuid(), queue, "", nameof(DispatchAttempt), "application/json",
                JsonSerializer.SerializeToUtf8Bytes(dispatch, ContractsJson.Default.DispatchAttempt),
                new Dictionary<string, string> { ["traceparent"] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" }),
            CancellationToken.None);

    private static AttemptFinished Read(TappedMessage message) => JsonSerializer.Deserialize(message.Body, ContractsJson.Default.AttemptFinished)!;

    private static WorkerHeartbeat Heartbeat(TappedMessage message) => JsonSerializer.Deserialize(message.Body, ContractsJson.Default.WorkerHeartbeat)!;
}
