using System.Diagnostics;
using System.Text.Json;
using AgentBus.AgentSdk.Attempts;
using AgentBus.AgentSdk.Chat;
using AgentBus.AgentSdk.Memory;
using AgentBus.AgentSdk.Registration;
using AgentBus.AgentSdk.Tests.Agents;
using AgentBus.AgentSdk.Workers;
using AgentBus.Contracts;
using AgentBus.Hosting.Bus;
using AgentBus.TestKit.Time;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.AgentSdk.Tests.Attempts;

/// <summary>What comes of an attempt.</summary>
public sealed class AttemptRunnerTests
{
    private readonly ManualClock clock = new();
    private readonly ClerkAgent clerk = new();

    [Theory]
    [InlineData("""{"work": 3}""", "$.work")]
    [InlineData("""{"size": 3}""", "work")]
    [InlineData("""{"work": null}""", "$.work")]
    [InlineData("""{"work": "echo", "size": "much"}""", "$.size")]
    [InlineData("null", "null")]
    [InlineData("[]", "$")]
    public async Task Input_that_does_not_fit_is_permanent_and_names_the_member(string input, string named)
    {
        var finished = await RunAsync(Dispatches.Of(JsonElement.Parse(input)));

        (finished.Kind, finished.Failure!.Code).ShouldBe((AgentResultKind.Permanent, "invalid-input"));
        finished.Failure.Message.ShouldContain(named);
    }

    [Fact]
    public async Task What_an_agent_says_of_answers_goes_with_its_result_whatever_that_is()
    {
        var finished = await RunAsync(Dispatches.Of("judge"));

        finished.Kind.ShouldBe(AgentResultKind.Transient);
        finished.Judgements.ShouldBe([new AnswerJudgement(new Guid(1, 0, 0, new byte[8]), 0.25)]);
        (await RunAsync(Dispatches.Of("judge badly"))).Failure!.Message.ShouldContain("from 0, worthless, to 1, right");
        (await RunAsync(Dispatches.Of("echo"))).Judgements.ShouldBeNull();
    }

    [Theory]
    [InlineData("echo", null)]
    [InlineData("throw", "http-request")]
    public async Task An_attempt_is_a_span_that_tells_agent_run_and_how_it_ended(string work, string? error)
    {
        var dispatch = Dispatches.Of(work);
        var spans = new System.Collections.Concurrent.ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "AgentBus.Agent",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);

        await RunAsync(dispatch);

        var span = spans.Single(span => (string?)span.GetTagItem("agentbus.step") == dispatch.Step);
        span.DisplayName.ShouldBe("invoke_agent clerk");
        (span.GetTagItem("gen_ai.operation.name"), span.GetTagItem("gen_ai.agent.name"), span.GetTagItem("gen_ai.conversation.id")).ShouldBe(("invoke_agent", "clerk", dispatch.Run.ToString()));
        span.GetTagItem("gen_ai.agent.version").ShouldNotBeNull();
        (span.GetTagItem("error.type"), span.Status).ShouldBe((error, error is null ? ActivityStatusCode.Unset : ActivityStatusCode.Error));
    }

    [Fact]
    public async Task An_exception_is_transient_with_a_code_of_its_type_and_bounded_text()
    {
        var finished = await RunAsync(Dispatches.Of("throw", 200_000));

        (finished.Kind, finished.Failure!.Code).ShouldBe((AgentResultKind.Transient, "http-request"));
        finished.Failure.Message.Length.ShouldBe(2048);
        finished.Failure.Detail!.Length.ShouldBeInRange(10, 8192);
    }

    [Theory]
    [InlineData(1024 * 1024 - 11, AgentResultKind.Done)]
    [InlineData(1024 * 1024 - 10, AgentResultKind.InvalidOutput)]
    public async Task An_output_over_1_MB_is_invalid_and_says_its_size(int size, AgentResultKind kind)
    {
        var finished = await RunAsync(Dispatches.Of("large", size)); // {"said":"..."} is 11 bytes and the text

        finished.Kind.ShouldBe(kind);
        if (kind == AgentResultKind.InvalidOutput)
        {
            finished.Failure!.Message.ShouldContain("1048577 bytes");
        }
    }

    [Fact]
    public async Task A_rate_limit_says_how_long_to_wait()
    {
        var finished = await RunAsync(Dispatches.Of("limited"));

        (finished.Kind, finished.RetryAfterSeconds).ShouldBe((AgentResultKind.RateLimited, 90));
    }

    [Fact]
    public async Task Work_ends_at_its_deadline()
    {
        var dispatch = Dispatches.Of("wait") with { Deadline = clock.GetUtcNow().AddMinutes(5) };
        var running = RunAsync(dispatch);
        await clerk.EnteredAsync(dispatch.Step);

        clock.Advance(TimeSpan.FromMinutes(5));

        var finished = await running;
        (finished.Kind, finished.Failure!.Code, finished.EndedAt - finished.StartedAt)
            .ShouldBe((AgentResultKind.Transient, "deadline", TimeSpan.FromMinutes(5)));
    }

    [Fact]
    public async Task Work_that_comes_after_its_deadline_is_not_begun() =>
        (await RunAsync(Dispatches.Of("echo") with { Deadline = clock.GetUtcNow() })).Failure!.Code.ShouldBe("deadline");

    [Theory]
    [InlineData(429, "rate_limited", AgentResultKind.RateLimited)]
    [InlineData(503, "provider_unavailable", AgentResultKind.Transient)]
    [InlineData(400, "context_length_exceeded", AgentResultKind.Permanent)]
    [InlineData(422, "invalid_output", AgentResultKind.InvalidOutput)]
    [InlineData(501, "no-model-gateway", AgentResultKind.Permanent)]
    public void A_failed_model_call_means_what_its_status_says(int status, string code, AgentResultKind kind)
    {
        Failures.Of(new ModelFailureException(code, status, "no", TimeSpan.FromSeconds(7))).Kind.ShouldBe(kind);

        // In process, another exception type carries the same as data.
        var foreign = new InvalidOperationException("no") { Data = { ["agentbus.code"] = code, ["agentbus.status"] = status } };
        Failures.Of(foreign).Kind.ShouldBe(kind);
    }

    [Fact]
    public void An_agent_that_is_not_one_is_refused_with_the_reason()
    {
        Should.Throw<InvalidOperationException>(() => AttemptRunnerFactory.For(typeof(string), null)).Message.ShouldContain("implements IAgent<TInput, TOutput> 0 times");
        Should.Throw<InvalidOperationException>(() => AgentDescriptor.Of(typeof(ClerkAgent), new AgentAttribute("The Clerk"), null)).Message.ShouldContain("'The Clerk'");
        Should.Throw<InvalidOperationException>(() => AgentDescriptor.Of(typeof(ClerkAgent), new AgentAttribute("clerk") { Version = "1.0+build" }, null)).Message.ShouldContain("1.0+build");
        Should.Throw<InvalidOperationException>(() => AgentDescriptor.Of(typeof(ClerkAgent), new AgentAttribute("clerk") { Version = "1.0.0-rc.high" }, null)).Message.ShouldContain("1.0.0-rc.high");
        Should.Throw<InvalidOperationException>(() => AgentDescriptor.Of(typeof(ClerkAgent), new AgentAttribute("clerk"), 0)).Message.ShouldContain("is 0");
    }

    [Fact]
    public async Task What_an_attempt_puts_goes_with_its_result_and_is_seen_by_itself_at_once()
    {
        var finished = await RunAsync(Dispatches.Of("learn", 7));

        finished.Output!.Value.GetProperty("said").GetString().ShouldBe("7");
        var put = finished.Memories.ShouldNotBeNull().ShouldHaveSingleItem();
        (put.Key, put.Value.GetInt32(), put.TtlSeconds).ShouldBe(("seen", 7, 3600));
    }

    [Fact]
    public async Task A_memory_that_is_too_large_fails_the_attempt_with_its_size_and_is_not_put()
    {
        var finished = await RunAsync(Dispatches.Of("learn too much"));

        finished.Memories.ShouldBeNull();
        finished.Failure.ShouldNotBeNull().Message.ShouldContain("The memory 'big' is 70002 bytes as JSON; at most 65536 are kept");
    }

    private Task<AttemptFinished> RunAsync(DispatchAttempt dispatch)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(clock).AddSingleton(clerk)
            .AddSingleton<WorkerClock>().AddSingleton<WorkerMessages>().AddSingleton(new ReplyQueue("replies")).AddSingleton<MemoryClient>().AddOptions().AddSingleton<IMessageSender, NoSender>().AddSingleton<IChatClient>(new GatewayChatClient(Microsoft.Extensions.Options.Options.Create(new ModelGatewayOptions())))
            .BuildServiceProvider();
        return AttemptRunnerFactory.For(typeof(ClerkAgent), null)
            .Create(services, new AgentDescriptor("clerk", "1.4.0", [], 1)).RunAsync(dispatch, CancellationToken.None);
    }

    // Progress notes may be lost, and here they are.
    private sealed class NoSender : IMessageSender
    {
        public Task SendAsync(OutgoingMessage message, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task EnsureQueueAsync(string queue, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
