using System.Text.Json;
using AgentBus.Models.Catalogue;
using AgentBus.Models.Gateway;
using AgentBus.Models.Tests.Providers;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Tests.Gateway;

/// <summary>Answers held to a JSON schema.</summary>
public sealed class OutputSchemaTests : IAsyncLifetime
{
    private static readonly ChatOptions Options = new()
    {
        ResponseFormat = ChatResponseFormat.ForJsonSchema(
            JsonElement.Parse("""{"type":"object","properties":{"grade":{"type":"integer"}},"required":["grade"],"additionalProperties":false}"""), "grade"),
    };

    private StandIn _server = null!;
    private Host _host = null!;

    public async Task InitializeAsync()
    {
        _server = await StandIn.StartAsync();
        _host = new Host(ProviderKind.OpenAI, $"{_server.Url}/v1");
    }

    public async Task DisposeAsync()
    {
        _host.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_valid_answer_is_asked_for_once_with_the_schema()
    {
        _server.ThenJson(Answer("""{"grade":3}"""));

        (await _host.AskAsync(Options)).Text.ShouldBe("""{"grade":3}""");

        var format = _server.Requests.ShouldHaveSingleItem().Body.GetProperty("response_format");
        format.GetProperty("type").GetString().ShouldBe("json_schema");
        format.GetProperty("json_schema").GetProperty("schema").GetProperty("required")[0].GetString().ShouldBe("grade");
    }

    [Theory]
    [InlineData("I would say 3.", "is not JSON")]
    [InlineData("""{"grade":"three"}""", "/grade")]
    public async Task An_invalid_answer_is_asked_for_once_more_with_what_is_wrong_and_both_are_paid(string wrong, string told)
    {
        _server.ThenJson(Answer(wrong)).ThenJson(Answer("""{"grade":3}"""));

        var answer = await _host.AskAsync(Options);

        answer.Text.ShouldBe("""{"grade":3}""");
        answer.AdditionalProperties![AnswerProperties.CostUsd].ShouldBe(0.006m);
        answer.Usage!.InputTokenCount.ShouldBe(2000);
        var messages = _server.Requests[1].Body.GetProperty("messages").EnumerateArray().Select(m => (Role: m.GetProperty("role").GetString(), Text: m.GetProperty("content").GetString()!)).ToList();
        messages.Select(m => m.Role).ShouldBe(["system", "user", "assistant", "user"]);
        messages[2].Text.ShouldBe(wrong);
        messages[3].Text.ShouldContain(told);
    }

    [Fact]
    public async Task A_second_invalid_answer_is_an_error_that_says_what_it_cost()
    {
        _server.ThenJson(Answer("no")).ThenJson(Answer("still no"));

        var failure = await Should.ThrowAsync<ModelException>(() => _host.AskAsync(Options));

        failure.Error.Code.ShouldBe(ModelErrorCodes.InvalidOutput);
        failure.CostUsd.ShouldBe(0.006m);
        _server.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_failure_of_the_second_try_still_says_what_the_first_cost()
    {
        _server.ThenJson(Answer("no")).ThenJson("{}", 429, "600");

        var failure = await Should.ThrowAsync<ModelException>(() => _host.AskAsync(Options));

        failure.Error.Code.ShouldBe(ModelErrorCodes.RateLimited);
        failure.CostUsd.ShouldBe(0.003m);
    }

    [Fact]
    public async Task The_built_in_provider_is_not_asked_twice_since_it_would_say_the_same()
    {
        var failure = await Should.ThrowAsync<ModelException>(() => _host.AskAsync(new ChatOptions { ModelId = "extractive", ResponseFormat = Options.ResponseFormat }));

        failure.Error.Code.ShouldBe(ModelErrorCodes.InvalidOutput);
        _server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Anthropic_is_given_the_schema_and_told_what_is_wrong_too()
    {
        using var host = new Host(ProviderKind.Anthropic, _server.Url);
        _server.ThenJson(Message("no")).ThenJson(Message("""{\"grade\":3}"""));

        (await host.AskAsync(Options)).Text.ShouldBe("""{"grade":3}""");

        _server.Requests.Count.ShouldBe(2);
        _server.Requests[0].Body.GetRawText().ShouldContain("additionalProperties");
        _server.Requests[1].Body.GetProperty("messages").GetArrayLength().ShouldBe(3);
    }

    private static string Message(string text) =>
        $$"""{"id":"m","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"{{text}}"}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":1} }""";

    /// <summary>A completion of 1,000 tokens in and 100 out: 0.003 USD.</summary>
    private static string Answer(string text) =>
        $$"""{"choices":[{"index":0,"message":{"role":"assistant","content":{{JsonSerializer.Serialize(text)}}},"finish_reason":"stop"}],"usage":{"prompt_tokens":1000,"completion_tokens":100,"total_tokens":1100} }""";
}
