using System.Text.Json;
using AgentBus.Models.Decisions;
using AgentBus.Models.Gateway;
using AgentBus.Models.Tests.Providers;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Tests.Gateway;

/// <summary>A cheap answer that does not hold goes to a stronger model.</summary>
public sealed class EscalationTests : IAsyncLifetime
{
    private StandIn _weak = null!;
    private StandIn _strong = null!;

    public async Task InitializeAsync() => (_weak, _strong) = (await StandIn.StartAsync(), await StandIn.StartAsync());

    public async Task DisposeAsync()
    {
        await _weak.DisposeAsync();
        await _strong.DisposeAsync();
    }

    [Fact]
    public async Task An_answer_that_breaks_its_schema_goes_to_the_next_stronger_model_and_both_are_paid()
    {
        using var gateway = Gateway();
        _weak.ThenJson(Said.Answer("no JSON"));
        _strong.ThenJson(Said.Answer("""{"grade":3}"""));

        var answer = await gateway.AskAsync(options: Json());

        answer.Text.ShouldBe("""{"grade":3}""");
        answer.AdditionalProperties![AnswerProperties.Model].ShouldBe("strong");
        answer.AdditionalProperties[AnswerProperties.Reason].ShouldBe("the answer of weak did not fit");
        answer.AdditionalProperties[AnswerProperties.CostUsd].ShouldBe(0.006m);
        answer.Usage!.InputTokenCount.ShouldBe(2000);
        _weak.Requests.Count.ShouldBe(1);
        _strong.Requests[0].Body.GetProperty("messages").GetArrayLength().ShouldBe(1);
        var decision = await gateway.DecisionAsync(answer);
        (decision.Policy, decision.Chosen, decision.CostUsd, decision.Outcome).ShouldBe(("escalation", "strong", 0.004m, "answered"));
    }

    [Fact]
    public async Task Where_the_stronger_one_is_down_the_first_is_told_what_is_wrong()
    {
        using var gateway = Gateway(("Providers:strong:Retries", "0"));
        _weak.ThenJson(Said.Answer("no JSON")).ThenJson(Said.Answer("""{"grade":3}"""));
        _strong.ThenJson("{}", 500);

        (await gateway.AskAsync(options: Json())).AdditionalProperties![AnswerProperties.Model].ShouldBe("weak");
        _weak.Requests[1].Body.GetRawText().ShouldContain("does not fit the required JSON schema");
    }

    [Fact]
    public async Task A_named_model_is_asked_again_and_not_replaced()
    {
        using var gateway = Gateway();
        _weak.ThenJson(Said.Answer("no JSON"));

        (await gateway.FailAsync("weak", options: Json())).Error.Code.ShouldBe(ModelErrorCodes.InvalidOutput);
        (_weak.Requests.Count, _strong.Requests.Count).ShouldBe((2, 0));
    }

    [Fact]
    public async Task Escalation_ends_where_the_configuration_says()
    {
        using var gateway = Gateway(("MaxEscalations", "0"));
        _weak.ThenJson(Said.Answer("no JSON"));

        await gateway.FailAsync(options: Json());
        _strong.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"town":"Oslo"}""")]
    [InlineData("not JSON")]
    public async Task A_tool_call_that_breaks_the_tools_schema_goes_to_the_stronger_model(string arguments)
    {
        using var gateway = Gateway();
        _weak.ThenJson(Call(arguments));
        _strong.ThenJson(Call("""{"city":"Oslo"}"""));

        (await gateway.AskAsync(options: Weather())).AdditionalProperties![AnswerProperties.Model].ShouldBe("strong");
    }

    [Fact]
    public async Task A_tool_call_that_can_be_read_is_left_to_the_caller_where_there_is_no_stronger_model()
    {
        using var gateway = Gateway();
        _weak.ThenJson(Call("""{"town":"Oslo"}"""));

        var answer = await gateway.AskAsync("weak", options: Weather());

        answer.Messages[0].Contents.OfType<FunctionCallContent>().ShouldHaveSingleItem().Arguments!.ShouldContainKey("town");
    }

    [Fact]
    public async Task A_caller_that_did_not_accept_an_answer_gets_a_stronger_model()
    {
        using var gateway = Gateway();
        _strong.ThenJson(Said.Answer("Better."));

        (await gateway.ModelOfAsync(hints: (HintNames.StrongerThan, "weak"))).ShouldBe("strong");
        (await gateway.FailAsync(hints: (HintNames.StrongerThan, "strong"))).Error.Code.ShouldBe(ModelErrorCodes.NoEligibleModel);
    }

    [Theory]
    [InlineData(1, false, "weak")]
    [InlineData(2, false, "weak")]
    [InlineData(2, true, "strong")]
    [InlineData(5, true, "strong")]
    public async Task What_an_earlier_attempt_was_rejected_for_goes_to_a_stronger_model(int attempt, bool isRejected, string expected)
    {
        using var gateway = Gateway();
        _weak.ThenJson(Said.Answer("Well."));
        _strong.ThenJson(Said.Answer("Better."));

        (await gateway.ModelOfAsync(hints: [(HintNames.Attempt, attempt), (HintNames.Rejected, isRejected)])).ShouldBe(expected);
    }

    private static ChatOptions Json() => new() { ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonElement.Parse("""{"type":"object","required":["grade"]}""")) };

    private static ChatOptions Weather() => new() { Tools = [AIFunctionFactory.CreateDeclaration("weather", null, JsonElement.Parse("""{"type":"object","required":["city"]}"""))] };

    private static string Call(string arguments) =>
        $$"""{"choices":[{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[{"id":"t1","type":"function","function":{"name":"weather","arguments":{{JsonSerializer.Serialize(arguments)}}} }]},"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":1000,"completion_tokens":100} }""";

    private TestGateway Gateway(params (string Key, string? Value)[] more) => new(
        [.. TestGateway.Of(("weak", _weak.Url), ("strong", _strong.Url)), ("Policy", "cheapest"), ("Models:weak:Quality", "0.6"), ("Models:strong:Quality", "0.9"), .. more]);
}
