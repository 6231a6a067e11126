using AgentBus.Models.Catalogue;
using AgentBus.Models.Gateway;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Tests.Providers;

public sealed class AnthropicProviderTests : IAsyncLifetime
{
    private const string Hello = """
        {"id":"msg_1","type":"message","role":"assistant","model":"vendor-big-1","content":[{"type":"text","text":"Hello."}],"stop_reason":"end_turn","stop_sequence":null,
         "usage":{"input_tokens":1000,"output_tokens":200,"cache_creation_input_tokens":0,"cache_read_input_tokens":0}}
        """;

    private StandIn _server = null!;
    private Host _host = null!;

    public async Task InitializeAsync()
    {
        _server = await StandIn.StartAsync();
        _host = new Host(ProviderKind.Anthropic, _server.Url);
    }

    public async Task DisposeAsync()
    {
        _host.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_call_goes_to_the_messages_api_with_the_key_and_a_limit()
    {
        _server.ThenJson(Hello);

        var answer = await _host.AskAsync(new ChatOptions { MaxOutputTokens = 300 });

        answer.Text.ShouldBe("Hello.");
        answer.AdditionalProperties![AnswerProperties.CostUsd].ShouldBe(0.004m);
        var request = _server.Requests.ShouldHaveSingleItem();
        request.Path.ShouldBe("/v1/messages");
        request.Headers.Values.Count(v => v.Contains(Host.Key, StringComparison.Ordinal)).ShouldBe(1);
        request.Body.GetProperty("model").GetString().ShouldBe("vendor-big-1");
        request.Body.GetProperty("max_tokens").GetInt32().ShouldBe(300);
        request.Body.GetProperty("system").GetRawText().ShouldContain("You are brief.");
        request.Body.GetProperty("messages").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task A_short_rate_limit_is_waited_out_and_a_long_one_returned()
    {
        _server.ThenJson("""{"type":"error","error":{"type":"rate_limit_error","message":"slow down"}}""", 429, "0").ThenJson(Hello)
            .ThenJson("""{"type":"error","error":{"type":"rate_limit_error","message":"slow down"}}""", 429, "75");

        (await _host.AskAsync()).Text.ShouldBe("Hello.");
        (await _host.FailAsync()).ShouldBe(new ModelError(ModelErrorCodes.RateLimited, 429, "Provider 'main' limits the rate of calls: slow down. Come again later or take another model.", TimeSpan.FromSeconds(75)));
        _server.Requests.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(529)]
    public async Task A_server_error_or_overload_is_tried_again_and_then_reported(int status)
    {
        _server.ThenJson("""{"type":"error","error":{"type":"overloaded_error","message":"busy"}}""", status, "0");

        (await _host.FailAsync()).Code.ShouldBe(ModelErrorCodes.ProviderUnavailable);
        _server.Requests.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("<html>Welcome</html>")]
    [InlineData("""{"id":"msg_1","type":"mess""")]
    [InlineData("{}")]
    public async Task An_answer_that_is_no_message_is_reported_as_garbage(string body)
    {
        _server.ThenJson(body);

        (await _host.FailAsync()).Code.ShouldBe(ModelErrorCodes.ProviderGarbage);
    }

    [Fact]
    public async Task A_refused_key_is_not_shown()
    {
        _server.ThenJson("""{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}""", 401);

        (await _host.FailAsync()).Code.ShouldBe(ModelErrorCodes.ProviderKey);
        _host.Log.Lines.ShouldAllBe(line => !line.Contains(Host.Key, StringComparison.Ordinal));
    }
}
