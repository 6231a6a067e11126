using System.Text;
using System.Text.Json;
using AgentBus.Models.Catalogue;
using AgentBus.Models.Gateway;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Tests.Providers;

public sealed class OpenAIProviderTests : IAsyncLifetime
{
    private const string Hello = """
        {"id":"c1","object":"chat.completion","created":1,"model":"vendor-big-1-0925","choices":[{"index":0,"message":{"role":"assistant","content":"Hello."},"finish_reason":"stop"}],
         "usage":{"prompt_tokens":1000,"completion_tokens":200,"total_tokens":1200,"prompt_tokens_details":{"cached_tokens":400}}}
        """;

    private const string Piece = """{"choices":[{"delta":{"content":"Hel"}}]}""";

    private StandIn _server = null!;
    private Host _host = null!;

    public async Task InitializeAsync()
    {
        _server = await StandIn.StartAsync();
        _host = new Host(ProviderKind.OpenAI, $"{_server.Url}/v1/");
    }

    public async Task DisposeAsync()
    {
        _host.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_call_to_auto_goes_to_the_configured_model_with_the_key_and_a_limit()
    {
        _server.ThenJson(Hello);

        var answer = await _host.AskAsync();

        answer.Text.ShouldBe("Hello.");
        var request = _server.Requests.ShouldHaveSingleItem();
        request.Path.ShouldBe("/v1/chat/completions");
        request.Headers["Authorization"].ShouldBe($"Bearer {Host.Key}");
        request.Body.GetProperty("model").GetString().ShouldBe("vendor-big-1");
        request.Body.GetProperty("max_tokens").GetInt32().ShouldBe(4096);
        request.Body.GetProperty("messages").EnumerateArray().Select(m => (m.GetProperty("role").GetString(), m.GetProperty("content").GetString()))
            .ShouldBe([("system", "You are brief."), ("user", "Say hello.")]);
    }

    [Fact]
    public async Task A_key_that_a_broken_stream_repeats_is_not_told_on()
    {
        _server.Then(StreamOf(Piece, $$$"""{"error":{"message":"Key {{{Host.Key}}}\u001b[31m\nis over its limit"}}"""));

        var error = (await Should.ThrowAsync<ModelException>(ReadStreamAsync)).Error;

        error.Code.ShouldBe(ModelErrorCodes.AnswerTruncated);
        error.Message.ShouldBe("Provider 'main' broke the answer off: Key *** [31m is over its limit. Ask again.");
        string.Concat(_host.Log.Lines).ShouldNotContain(Host.Key);
    }

    [Fact]
    public async Task A_stream_that_turns_into_garbage_is_paid_for_what_came()
    {
        _server.Then(StreamOf(Piece, "{garbage"));

        var failure = await Should.ThrowAsync<ModelException>(ReadStreamAsync);

        failure.Error.Code.ShouldBe(ModelErrorCodes.ProviderGarbage);
        failure.CostUsd.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_stream_that_never_ends_is_broken_off()
    {
        _server.Then(StreamOf([.. Enumerable.Repeat($$$"""{"choices":[{"delta":{"content":"{{{new string('x', 1024 * 1024)}}}"}}]}""", 40)]));

        var failure = await Should.ThrowAsync<ModelException>(ReadStreamAsync);

        failure.Error.Code.ShouldBe(ModelErrorCodes.AnswerTruncated);
        failure.Error.Message.ShouldContain("over 32 MB");
        failure.CostUsd.ShouldBeInRange(0.04096m, 0.042m, "at most what it was allowed: 4,096 tokens");
    }

    [Theory]
    [InlineData("2147483647")]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT")]
    public async Task A_retry_after_of_ages_takes_a_model_out_for_a_day_at_most(string retryAfter)
    {
        _server.ThenJson("{}", 429, retryAfter);

        (await _host.FailAsync()).RetryAfter.ShouldBe(TimeSpan.FromDays(1));
    }

    [Fact]
    public async Task A_key_of_several_lines_is_never_sent()
    {
        const string Variable = "AGENTBUS_TEST_KEY_OF_TWO_LINES";
        Environment.SetEnvironmentVariable(Variable, "sk-one\nsk-two");
        using var host = new Host(ProviderKind.OpenAI, $"{_server.Url}/v1/", ("Models:Providers:main:ApiKeyEnv", Variable));

        var failure = await Should.ThrowAsync<ModelException>(() => host.AskAsync(new ChatOptions { ModelId = "big" }));

        failure.Error.Code.ShouldBe(ModelErrorCodes.ProviderKey);
        failure.CostUsd.ShouldBe(0);
        _server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_answer_is_priced_with_cached_tokens_at_their_own_price()
    {
        _server.ThenJson(Hello);

        var answer = await _host.AskAsync(new ChatOptions { ModelId = "best" });

        // 600 x 2 + 400 x 0.5 + 200 x 10, per million.
        answer.AdditionalProperties![AnswerProperties.CostUsd].ShouldBe(0.0034m);
        answer.AdditionalProperties[AnswerProperties.Model].ShouldBe("big");
        answer.AdditionalProperties[AnswerProperties.Provider].ShouldBe("main");
        answer.AdditionalProperties[AnswerProperties.Reason].ShouldBe("named by the caller");
    }

    [Fact]
    public async Task Hints_for_the_gateway_are_not_sent_to_the_provider()
    {
        _server.ThenJson(Hello);

        await _host.AskAsync(new ChatOptions { AdditionalProperties = new() { [HintNames.Task] = "judge", [HintNames.Tenant] = "acme" } });

        _server.Requests[0].Body.TryGetProperty("metadata", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_rate_limit_is_waited_out_when_it_is_short()
    {
        _server.ThenJson("""{"error":{"message":"slow down"}}""", 429, "0").ThenJson(Hello);

        (await _host.AskAsync()).Text.ShouldBe("Hello.");
        _server.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_rate_limit_that_outlasts_the_bound_goes_back_to_the_caller_with_its_time()
    {
        _server.ThenJson("""{"error":{"message":"slow down"}}""", 429, "75");

        var error = await _host.FailAsync();

        error.ShouldBe(new ModelError(ModelErrorCodes.RateLimited, 429, "Provider 'main' limits the rate of calls: slow down. Come again later or take another model.", TimeSpan.FromSeconds(75)));
        _server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_server_error_is_tried_again_and_then_reported()
    {
        _server.ThenJson("oops", 500, "0");

        (await _host.FailAsync()).Code.ShouldBe(ModelErrorCodes.ProviderUnavailable);
        _server.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_used_up_quota_is_no_rate_limit_and_not_tried_again()
    {
        _server.ThenJson("""{"error":{"message":"add credit","code":"insufficient_quota"}}""", 429, "0");

        (await _host.FailAsync()).ShouldBe(new ModelError(ModelErrorCodes.ProviderQuota, 402, "The quota of provider 'main' is used up: add credit. Add credit there or take another model."));
        _server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_refused_key_is_named_by_its_provider_and_never_shown()
    {
        _server.ThenJson($$$"""{"error":{"message":"Incorrect API key {{{Host.Key}}}"}}""", 401);

        var error = await _host.FailAsync();

        error.Code.ShouldBe(ModelErrorCodes.ProviderKey);
        error.Message.ShouldContain("'main'");
        error.Message.ShouldNotContain(Host.Key);
        _host.Log.Lines.ShouldNotBeEmpty();
        _host.Log.Lines.ShouldAllBe(line => !line.Contains(Host.Key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_that_a_provider_repeats_in_an_error_is_hidden()
    {
        _server.ThenJson($$$"""{"error":{"message":"bad header {{{Host.Key}}}"}}""", 400);

        (await _host.FailAsync()).Message.ShouldBe("Provider 'main' refused the request with 400: bad header ***. Change the request, or take another model.");
    }

    [Theory]
    [InlineData("<html>Welcome</html>")]
    [InlineData("""{"choices":[]}""")]
    [InlineData("""{"choices":[{"index":0,"mess""")]
    [InlineData("null")]
    public async Task An_answer_that_is_no_completion_is_reported_as_garbage(string body)
    {
        _server.ThenJson(body);

        (await _host.FailAsync()).Code.ShouldBe(ModelErrorCodes.ProviderGarbage);
        _server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_connection_that_breaks_off_is_tried_again()
    {
        _server.Then(async context =>
        {
            context.Response.ContentLength = 10_000;
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(Hello));
            context.Abort();
        }).ThenJson(Hello);
        using var host = new Host(ProviderKind.OpenAI, $"{_server.Url}/v1", ("Models:Providers:main:Retries", "1"));

        (await host.AskAsync()).Text.ShouldBe("Hello.");
        _server.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_in_time_is_reported()
    {
        _server.Then(context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted));
        using var host = new Host(ProviderKind.OpenAI, $"{_server.Url}/v1", ("Models:Providers:main:Timeout", "00:00:01"), ("Models:Providers:main:Retries", "0"));

        var error = await host.FailAsync();

        error.Code.ShouldBe(ModelErrorCodes.ProviderTimeout);
        error.Message.ShouldBe("Provider 'main' did not answer within 1 s; raise its Timeout or take a faster model.");
    }

    [Fact]
    public async Task A_redirect_is_not_followed_since_it_would_carry_the_key_away()
    {
        _server.Then(context =>
        {
            context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        });

        var error = await _host.FailAsync();

        (error.Code, error.Status).ShouldBe((ModelErrorCodes.ProviderGarbage, 502));
        error.Message.ShouldContain("BaseUrl");
        _server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Tools_and_their_calls_go_both_ways()
    {
        _server.ThenJson("""
            {"choices":[{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[{"id":"t1","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Oslo\"}"}}]},"finish_reason":"tool_calls"}]}
            """);
        var tool = AIFunctionFactory.CreateDeclaration("weather", "Weather of a city.", JsonElement.Parse("""{"type":"object","properties":{"city":{"type":"string"}}}"""));

        var answer = await _host.AskAsync(new ChatOptions { Tools = [tool], ToolMode = ChatToolMode.RequireSpecific("weather") });

        var call = answer.Messages[0].Contents.OfType<FunctionCallContent>().ShouldHaveSingleItem();
        call.Name.ShouldBe("weather");
        call.Arguments!["city"]!.ToString().ShouldBe("Oslo");
        answer.FinishReason.ShouldBe(ChatFinishReason.ToolCalls);
        var body = _server.Requests[0].Body;
        body.GetProperty("tools")[0].GetProperty("function").GetProperty("parameters").GetProperty("properties").GetProperty("city").GetProperty("type").GetString().ShouldBe("string");
        body.GetProperty("tool_choice").GetProperty("function").GetProperty("name").GetString().ShouldBe("weather");
    }

    [Fact]
    public async Task A_server_that_does_not_count_tokens_is_charged_the_most_it_can_have_been()
    {
        _server.ThenJson("""{"choices":[{"index":0,"message":{"role":"assistant","content":"Hello."}}]}""");

        var answer = await _host.AskAsync();

        answer.Usage!.InputTokenCount.ShouldBe("You are brief.Say hello.".Length + (3 * 32));
        answer.Usage.OutputTokenCount.ShouldBe("Hello.".Length);
    }

    [Fact]
    public async Task A_caller_that_gives_up_is_not_reported_as_a_fault_of_the_provider()
    {
        using var cancel = new CancellationTokenSource();
        _server.Then(async context =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });

        await Should.ThrowAsync<OperationCanceledException>(() => _host.AskAsync(cancellationToken: cancel.Token));
    }

    private static Func<HttpContext, Task> StreamOf(params string[] events) => async context =>
    {
        context.Response.ContentType = "text/event-stream";
        foreach (var data in events)
        {
            await context.Response.WriteAsync($"data: {data}\n\n");
        }
    };

    private async Task ReadStreamAsync()
    {
        await foreach (var _ in _host.Client.GetStreamingResponseAsync("Say hello."))
        {
        }
    }
}
