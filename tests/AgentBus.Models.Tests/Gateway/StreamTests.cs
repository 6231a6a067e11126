using AgentBus.Models.Gateway;
using AgentBus.Models.Tests.Providers;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Tests.Gateway;

/// <summary>Streams: the first piece at once, failover before it, an error and no silent end after it.</summary>
public sealed class StreamTests : IAsyncLifetime
{
    private static readonly string[] Whole = [Said.Piece("Hel"), Said.Piece("lo."), Said.End, Said.Usage, Said.Done];
    private StandIn _first = null!;
    private StandIn _second = null!;

    public async Task InitializeAsync() => (_first, _second) = (await StandIn.StartAsync(), await StandIn.StartAsync());

    public async Task DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    [Fact]
    public async Task The_first_piece_passes_before_the_second_is_there()
    {
        using var gateway = Gateway();
        var seen = new TaskCompletionSource();
        _first.ThenStream(Whole, async (i, _) => await (i == 1 ? seen.Task : Task.CompletedTask));

        var pieces = new List<string>();
        await foreach (var update in gateway.Client.GetStreamingResponseAsync("Hi."))
        {
            pieces.Add(update.Text);
            seen.TrySetResult();
        }

        pieces.Where(p => p.Length > 0).ShouldBe(["Hel", "lo."]);
        _first.Requests[0].Body.GetProperty("stream").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task The_last_piece_says_what_it_cost_and_why()
    {
        using var gateway = Gateway();
        _first.ThenStream(Whole);

        var answer = await gateway.Client.GetStreamingResponseAsync("Hi.").ToChatResponseAsync();

        answer.Text.ShouldBe("Hello.");
        answer.FinishReason.ShouldBe(ChatFinishReason.Stop);
        answer.Usage!.InputTokenCount.ShouldBe(1000);
        answer.AdditionalProperties![AnswerProperties.CostUsd].ShouldBe(0.002m);
        answer.AdditionalProperties[AnswerProperties.Model].ShouldBe("first");
        gateway.State("first").UnderWay.ShouldBe(0);
        gateway.State("first").LatencyP50Ms.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_failure_before_the_first_piece_goes_unnoticed()
    {
        using var gateway = Gateway();
        _first.ThenStream([Said.Piece("")], (_, context) => Abort(context));
        _second.ThenStream(Whole);

        var answer = await gateway.Client.GetStreamingResponseAsync("Hi.").ToChatResponseAsync();

        answer.Text.ShouldBe("Hello.");
        answer.AdditionalProperties![AnswerProperties.Model].ShouldBe("second");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stream_that_ends_in_the_middle_is_an_error_and_what_came_is_paid(bool isAborted)
    {
        using var gateway = Gateway();
        var seen = new TaskCompletionSource();
        _first.ThenStream([Said.Piece("Hel"), Said.Piece("lo")], async (_, context) =>
        {
            await seen.Task;
            await (isAborted ? Abort(context) : Task.CompletedTask);
        });
        var text = "";

        var failure = await Should.ThrowAsync<ModelException>(async () =>
        {
            await foreach (var update in gateway.Client.GetStreamingResponseAsync("Hi."))
            {
                text += update.Text;
                seen.TrySetResult();
            }
        });

        failure.Error.Code.ShouldBe(ModelErrorCodes.AnswerTruncated);
        text.ShouldStartWith("Hel");
        failure.CostUsd.ShouldBeInRange(0.000001m, 0.01m);
        _second.Requests.ShouldBeEmpty();
        gateway.State("first").UnderWay.ShouldBe(0);
    }

    [Fact]
    public async Task An_error_event_in_the_middle_is_an_error()
    {
        using var gateway = Gateway();
        _first.ThenStream([Said.Piece("Hel"), """{"error":{"message":"overloaded"}}""", Said.Done]);

        var failure = await Should.ThrowAsync<ModelException>(() => gateway.Client.GetStreamingResponseAsync("Hi.").ToChatResponseAsync());

        failure.Error.Message.ShouldContain("overloaded");
    }

    [Fact]
    public async Task A_caller_that_leaves_frees_the_model_and_its_try_counts_whole()
    {
        using var gateway = Gateway(("Models:first:MaxConcurrency", "1"));
        _first.ThenStream(Whole, (i, context) => i == 1 ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted) : Task.CompletedTask).ThenStream(Whole);

        await foreach (var _ in gateway.Client.GetStreamingResponseAsync("Hi."))
        {
            break;
        }

        gateway.State("first").UnderWay.ShouldBe(0);
        gateway.State("first").Breaker.ShouldBe("closed");
        (await gateway.Client.GetStreamingResponseAsync("Hi.").ToChatResponseAsync()).Text.ShouldBe("Hello.");
    }

    [Fact]
    public async Task A_stream_held_to_a_schema_is_checked_whole_before_its_first_piece()
    {
        using var gateway = Gateway();
        _first.ThenJson(Said.Answer("no JSON"));
        _second.ThenJson(Said.Answer("{}"));

        var answer = await gateway.Client.GetStreamingResponseAsync("Hi.", new ChatOptions { ResponseFormat = ChatResponseFormat.Json }).ToChatResponseAsync();

        answer.Text.ShouldBe("{}");
        answer.AdditionalProperties![AnswerProperties.Model].ShouldBe("second");
    }

    [Fact]
    public async Task A_tool_call_is_put_together_from_its_pieces()
    {
        using var gateway = Gateway();
        _first.ThenStream(
        [
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"t1","type":"function","function":{"name":"weather","arguments":""}}]}}]}""",
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"city\":"}}]}}]}""",
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"\"Oslo\"}"}}]}}]}""",
            """{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}""",
            Said.Done,
        ]);
        var tool = AIFunctionFactory.CreateDeclaration("weather", null, System.Text.Json.JsonElement.Parse("""{"type":"object"}"""));

        var answer = await gateway.Client.GetStreamingResponseAsync("Hi.", new ChatOptions { Tools = [tool] }).ToChatResponseAsync();

        var call = answer.Messages.SelectMany(m => m.Contents).OfType<FunctionCallContent>().ShouldHaveSingleItem();
        (call.CallId, call.Name, call.Arguments!["city"]!.ToString()).ShouldBe(("t1", "weather", "Oslo"));
        answer.FinishReason.ShouldBe(ChatFinishReason.ToolCalls);
    }

    [Fact]
    public async Task A_stream_under_an_idempotency_key_is_given_again_from_the_store()
    {
        using var gateway = Gateway();
        _first.ThenStream(Whole);
        var options = new ChatOptions { AdditionalProperties = new() { [HintNames.IdempotencyKey] = "run/step" } };
        await gateway.Client.GetStreamingResponseAsync("Hi.", options).ToChatResponseAsync();

        var again = await gateway.Client.GetStreamingResponseAsync("Hi.", options).ToChatResponseAsync();

        again.Text.ShouldBe("Hello.");
        again.AdditionalProperties![AnswerProperties.Repeated].ShouldBe(true);
        _first.Requests.Count.ShouldBe(1);
    }

    private static Task Abort(Microsoft.AspNetCore.Http.HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    private TestGateway Gateway(params (string Key, string? Value)[] more) => new([.. TestGateway.Of(("first", _first.Url), ("second", _second.Url)), ("Default", "first"), .. more]);
}
