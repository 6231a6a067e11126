using System.Diagnostics;
using System.Text.Json;
using AgentBus.AgentSdk.Chat;
using AgentBus.AgentSdk.Tests.Agents;
using AgentBus.Contracts;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace AgentBus.AgentSdk.Tests.Chat;

/// <summary>What passes between an agent's chat client and the model gateway besides text.</summary>
public sealed class GatewayChatClientTests : IAsyncLifetime
{
    private readonly UsageMeter meter = new();
    private readonly DispatchAttempt dispatch = Dispatches.Of("echo");
    private StandInGateway gateway = null!;

    public async Task InitializeAsync() => gateway = await StandInGateway.StartAsync();

    public async Task DisposeAsync() => await gateway.DisposeAsync();

    [Fact]
    public async Task Tools_are_offered_called_and_answered()
    {
        gateway.Answers(200, """{"choices":[{"message":{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Oslo\"}"}}]},"finish_reason":"tool_calls"}]}""");
        gateway.Says("Rain.");
        using var chat = Chat();
        var options = new ChatOptions { Tools = [AIFunctionFactory.Create((string city) => city, "weather", "Of a city.")], ToolMode = ChatToolMode.RequireSpecific("weather") };
        List<ChatMessage> talk = [new(ChatRole.User, "Weather in Oslo?")];

        var asked = await chat.GetResponseAsync(talk, options);

        var call = asked.Messages.Single().Contents.OfType<FunctionCallContent>().ShouldHaveSingleItem();
        (call.CallId, call.Name, $"{call.Arguments!["city"]}").ShouldBe(("c1", "weather", "Oslo"));
        asked.FinishReason.ShouldBe(ChatFinishReason.ToolCalls);
        var tool = gateway.Requests[0].GetProperty("tools")[0];
        tool.GetProperty("type").GetString().ShouldBe("function");
        tool.GetProperty("function").GetProperty("parameters").GetProperty("properties").TryGetProperty("city", out _).ShouldBeTrue();
        gateway.Requests[0].GetProperty("tool_choice").GetProperty("function").GetProperty("name").GetString().ShouldBe("weather");

        talk.AddRange(asked.Messages);
        talk.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent("c1", new Dictionary<string, object?> { ["sky"] = "wet" })]));
        (await chat.GetResponseAsync(talk)).Text.ShouldBe("Rain.");

        var messages = gateway.Requests[1].GetProperty("messages");
        messages[1].ToString().ShouldBe("""{"role":"assistant","tool_calls":[{"id":"c1","function":{"name":"weather","arguments":"{\u0022city\u0022:\u0022Oslo\u0022}"},"type":"function"}]}""");
        (messages[2].GetProperty("role").GetString(), messages[2].GetProperty("tool_call_id").GetString(), messages[2].GetProperty("content").GetString()).ShouldBe(("tool", "c1", """{"sky":"wet"}"""));
    }

    [Fact]
    public async Task A_stream_passes_in_pieces_and_is_metered()
    {
        gateway.Answers(200, Events(
            """{"id":"s","model":"small","choices":[{"delta":{"role":"assistant","content":""}}]}""",
            """{"id":"s","model":"small","choices":[{"delta":{"content":"Hel"}}]}""",
            """{"id":"s","model":"small","choices":[{"delta":{"content":"lo."}}]}""",
            """{"id":"s","model":"small","choices":[{"delta":{},"finish_reason":"stop"}],"agentbus":{"costUsd":0.25}}""",
            """{"id":"s","model":"small","choices":[],"usage":{"prompt_tokens":10,"completion_tokens":5}}""",
            "[DONE]"));
        using var chat = Chat();
        var pieces = new List<string>();

        await foreach (var update in chat.GetStreamingResponseAsync("Hello?"))
        {
            pieces.Add(update.Text);
        }

        pieces.Where(piece => piece.Length > 0).ShouldBe(["Hel", "lo."]);
        gateway.Requests[0].GetProperty("stream").GetBoolean().ShouldBeTrue();
        var total = meter.Total()!;
        (total.CostUsd, total.InputTokens, total.OutputTokens).ShouldBe((0.25m, 10, 5));
    }

    [Theory]
    [InlineData("""{"choices":[{"delta":{"content":"Hel"}}]}""", """{"error":{"code":"answer_truncated","message":"It broke off."}}""", "It broke off.")]
    [InlineData("""{"choices":[{"delta":{"content":"Hel"}}]}""", """{"choices":[{"delta":{"content":"lo"}}]}""", "The model gateway's answer broke off in the middle.")]
    [InlineData("""{"choices":[{"delta":{"content":"Hel"}}]}""", "<html>", "The model gateway answered something that is no chat completion")]
    public async Task A_stream_that_is_not_whole_is_a_failure_and_no_answer(string first, string second, string words)
    {
        gateway.Answers(200, Events(first, second));
        using var chat = Chat();

        var failure = await Should.ThrowAsync<ModelFailureException>(async () =>
        {
            await foreach (var _ in chat.GetStreamingResponseAsync("Hello?"))
            {
                // To its end.
            }
        });

        failure.Message.ShouldStartWith(words);
        AgentBus.AgentSdk.Attempts.Failures.Of(failure).Kind.ShouldBe(AgentResultKind.Transient);
    }

    [Fact]
    public async Task Images_go_as_parts_and_what_the_wire_has_no_form_for_is_not_left_out_unsaid()
    {
        gateway.Says("A dot.");
        using var chat = Chat();

        await chat.GetResponseAsync([new ChatMessage(ChatRole.User, [new TextContent("What is it?"), new DataContent(new byte[] { 1, 2 }, "image/png")])]);

        gateway.Requests[0].GetProperty("messages")[0].GetProperty("content").ToString()
            .ShouldBe("""[{"type":"text","text":"What is it?"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AQI="}}]""");
        await Should.ThrowAsync<NotSupportedException>(() => chat.GetResponseAsync([new ChatMessage(ChatRole.User, [new DataContent(new byte[] { 1 }, "application/pdf")])]));
    }

    [Fact]
    public async Task A_call_goes_on_in_the_trace_of_its_attempt()
    {
        gateway.Says("Hi.");
        using var chat = Chat();
        using var attempt = new Activity("attempt").SetIdFormat(ActivityIdFormat.W3C).Start();

        await chat.GetResponseAsync("Hello?");

        gateway.TraceParents.ShouldHaveSingleItem()!.ShouldContain($"-{attempt.TraceId}-");
    }

    [Fact]
    public async Task A_step_type_that_the_agent_gives_is_kept()
    {
        gateway.Says("Hi.").Says("Hi.");
        using var chat = Chat();

        await chat.GetResponseAsync("Hello?", new ChatOptions { AdditionalProperties = new() { ["agentbus_step_type"] = "greeting" } });
        await chat.GetResponseAsync("Hello?");

        gateway.Requests.Select(request => request.GetProperty("metadata").GetProperty("agentbus_step_type").GetString()).ShouldBe(["greeting", "test/filing/do/0"]);
        gateway.Requests[0].GetProperty("metadata").TryGetProperty("agentbus_deadline", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task What_the_workflow_holds_the_step_to_goes_with_each_call_and_before_what_the_agent_asks()
    {
        gateway.Says("Hi.");
        using var chat = new AttemptChatClient(
            new GatewayChatClient(Options.Create(new ModelGatewayOptions { GatewayUrl = gateway.Url })), dispatch with { Models = new AttemptModels(true, 0.7, "local-only") }, meter);

        await chat.GetResponseAsync("Hello?", new ChatOptions { AdditionalProperties = new() { ["agentbus_data_policy"] = "any" } });

        var metadata = gateway.Requests[0].GetProperty("metadata");
        new[] { "agentbus_may_explore", "agentbus_min_quality", "agentbus_data_policy" }.Select(name => metadata.GetProperty(name).GetString()).ShouldBe(["True", "0.7", "local-only"]);
    }

    private static string Events(params string[] data) => string.Concat(data.Select(item => $"data: {item}\n\n"));

    private AttemptChatClient Chat() => new(new GatewayChatClient(Options.Create(new ModelGatewayOptions { GatewayUrl = gateway.Url })), dispatch, meter);
}
