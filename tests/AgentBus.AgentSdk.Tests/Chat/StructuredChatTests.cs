using System.Text.Json;
using System.Text.Json.Serialization;
using AgentBus.AgentSdk.Attempts;
using AgentBus.AgentSdk.Chat;
using AgentBus.AgentSdk.Tests.Agents;
using AgentBus.Contracts;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AgentBus.AgentSdk.Tests.Chat;

internal sealed record Question(string Thing);

internal sealed record Colour(string Name);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Question))]
[JsonSerializable(typeof(Colour))]
internal sealed partial class ChatJson : JsonSerializerContext;

/// <summary>Asking over HTTP, against a stand-in for the model gateway.</summary>
public sealed class StructuredChatTests : IAsyncLifetime
{
    private static readonly JsonElement Schema = JsonElement.Parse("""{"type": "object", "required": ["name"]}""");

    private readonly UsageMeter meter = new();
    private readonly DispatchAttempt dispatch =
        Dispatches.Of("echo") with { Objective = "cost", MaxCostUsd = 1.5m, Deadline = new DateTimeOffset(2026, 11, 22, 18, 30, 0, TimeSpan.Zero) };
    private StandInGateway gateway = null!;

    public async Task InitializeAsync() => gateway = await StandInGateway.StartAsync();

    public async Task DisposeAsync() => await gateway.DisposeAsync();

    [Fact]
    public async Task An_answer_is_read_and_the_call_says_for_whom_it_is()
    {
        gateway.Says("""{"name": "blue"}""");

        (await AskAsync()).ShouldBe(new Colour("blue"));

        var request = gateway.Requests.ShouldHaveSingleItem();
        request.GetProperty("model").GetString().ShouldBe("auto");
        request.GetProperty("messages")[0].ToString().ShouldBe("""{"role":"system","content":"Answer with the name of the colour."}""");
        request.GetProperty("messages")[1].GetProperty("content").GetString().ShouldBe("""{"thing":"sky"}""");
        request.GetProperty("response_format").GetProperty("json_schema").GetProperty("schema").GetProperty("required")[0].GetString().ShouldBe("name");
        var metadata = request.GetProperty("metadata").Deserialize<Dictionary<string, string>>()!;
        metadata.ShouldBe(
            new Dictionary<string, string>
            {
                ["agentbus_task"] = "classify",
                ["agentbus_tenant"] = "acme",
                ["agentbus_run"] = dispatch.Run.ToString(),
                ["agentbus_step"] = dispatch.Step,
                ["agentbus_task_path"] = dispatch.Task,
                ["agentbus_step_version"] = dispatch.Workflow.Version,
                ["agentbus_attempt"] = $"{dispatch.Attempt}",
                ["agentbus_agent"] = dispatch.Agent,
                ["agentbus_step_type"] = "test/filing/do/0#classify",
                ["agentbus_deadline"] = "2026-11-22T18:30:00.0000000+00:00",
                ["agentbus_workflow"] = $"{dispatch.Workflow.Namespace}/{dispatch.Workflow.Name}",
                ["agentbus_idempotency_key"] = dispatch.IdempotencyKey,
                ["agentbus_objective"] = "cost",
                ["agentbus_max_cost_usd"] = "1.5",
            },
            ignoreOrder: true);
    }

    [Fact]
    public async Task A_call_after_a_rejected_attempt_says_so_since_a_stronger_model_is_worth_its_price_then()
    {
        gateway.Says("Blue.");

        using IChatClient chat = new AttemptChatClient(
            new GatewayChatClient(Options.Create(new ModelGatewayOptions { GatewayUrl = gateway.Url })), dispatch with { Feedback = "too vague" }, meter);
        await chat.GetResponseAsync([new ChatMessage(ChatRole.User, "The sky?")]);

        gateway.Requests.ShouldHaveSingleItem().GetProperty("metadata").GetProperty("agentbus_rejected").GetString().ShouldBe("True");
    }

    [Fact]
    public async Task A_bad_answer_is_asked_for_once_more_with_the_fault_and_both_are_paid()
    {
        gateway.Says("blue").Says("""{"name": "blue"}""");

        (await AskAsync()).ShouldBe(new Colour("blue"));

        gateway.Requests.Count.ShouldBe(2);
        gateway.Requests[1].GetProperty("messages")[0].GetProperty("content").GetString()!.ShouldContain("could not be read: 'b' is an invalid start");
        gateway.Requests[1].GetProperty("messages")[1].GetProperty("content").GetString().ShouldBe("""{"thing":"sky"}""");
        var usage = meter.Total()!;
        (usage.CostUsd, usage.InputTokens, usage.OutputTokens, usage.ModelCalls).ShouldBe((0.5m, 20, 10, 2));
        usage.Models.ShouldBe(["small"]);
    }

    [Fact]
    public async Task Two_bad_answers_are_an_invalid_output()
    {
        gateway.Says("{}").Says("""{"name": 3}""");

        var ending = Failures.Of(await Should.ThrowAsync<InvalidAnswerException>(AskAsync()));

        ending.Kind.ShouldBe(AgentResultKind.InvalidOutput);
        ending.Failure!.Message.ShouldContain("$.name");
    }

    [Fact]
    public async Task A_rate_limit_of_the_gateway_is_one_of_the_attempt()
    {
        gateway.Answers(429, """{"error": {"code": "rate_limited", "message": "Slow down."}}""", retryAfter: "42");

        var ending = Failures.Of(await Should.ThrowAsync<ModelFailureException>(AskAsync()));

        (ending.Kind, ending.RetryAfter, ending.Failure!.Message).ShouldBe((AgentResultKind.RateLimited, TimeSpan.FromSeconds(42), "Slow down."));
    }

    [Theory]
    [InlineData(500, "<html>", AgentResultKind.Transient)]
    [InlineData(404, """{"error": {"code": "model_not_found", "message": "No model."}}""", AgentResultKind.Permanent)]
    [InlineData(200, "<html>", AgentResultKind.Transient)]
    public async Task Another_failure_of_the_gateway_is_typed(int status, string body, AgentResultKind kind)
    {
        gateway.Answers(status, body);

        Failures.Of(await Should.ThrowAsync<ModelFailureException>(AskAsync())).Kind.ShouldBe(kind);
    }

    [Fact]
    public void A_prompt_that_is_missing_is_named() =>
        Should.Throw<PromptMissingException>(() => PromptFiles.Require("clerk", ["colour", "smell"])).Message.ShouldContain("Prompts/clerk/smell.md");

    private async Task<Colour> AskAsync()
    {
        using IChatClient chat = new AttemptChatClient(
            new GatewayChatClient(Options.Create(new ModelGatewayOptions { GatewayUrl = gateway.Url })), dispatch, meter);
        var context = new AgentContext
        {
            Tenant = dispatch.Tenant,
            Agent = "clerk",
            Run = dispatch.Run,
            Step = dispatch.Step,
            Attempt = 1,
            IdempotencyKey = dispatch.IdempotencyKey,
            Workflow = dispatch.Workflow,
            Chat = chat,
            Memory = new NoMemory(),
            Logger = NullLogger.Instance,
            Progress = (_, _) => { },
        };
        return await context.AskAsync("classify", "colour", new Question("sky"), ChatJson.Default.Question, ChatJson.Default.Colour, Schema, CancellationToken.None);
    }

    private sealed class NoMemory : IAgentMemory
    {
        public Task<JsonElement?> GetAsync(string key, CancellationToken cancellationToken = default) => Task.FromResult<JsonElement?>(null);

        public Task PutAsync(string key, JsonElement value, TimeSpan? ttl = null, CancellationToken cancellationToken = default) => Task.CompletedTask;

        public Task<IReadOnlyList<AgentMemory>> SearchAsync(string text, int top = 5, CancellationToken cancellationToken = default) =>
            Task.FromResult<IReadOnlyList<AgentMemory>>([]);
    }
}
