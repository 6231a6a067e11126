using System.Text.Json;
using AgentBus.Models.Gateway;
using AgentBus.Models.Tests.Gateway;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Tests.Routing;

/// <summary>Which models can take a call. Simulated models answer at once and rightly.</summary>
public sealed class EligibilityTests
{
    [Fact]
    public async Task Local_only_prompts_leave_no_machine_of_the_operator()
    {
        using var gateway = Gateway(("Providers:far:IsLocal", "false"), ("Models:far:Region", "us"));

        (await gateway.ModelOfAsync()).ShouldBe("far");
        (await gateway.ModelOfAsync(hints: (HintNames.DataPolicy, "local-only"))).ShouldBe("near");
        (await gateway.FailAsync("far", hints: (HintNames.DataPolicy, "local-only"))).Error.ShouldBe(
            new ModelError(ModelErrorCodes.NoEligibleModel, 400, "the data policy is local-only and its provider is not"));
    }

    [Fact]
    public async Task A_region_is_held()
    {
        using var gateway = Gateway(("Providers:far:IsLocal", "false"), ("Models:far:Region", "us"));

        (await gateway.ModelOfAsync(hints: (HintNames.DataPolicy, "region=eu,us"))).ShouldBe("far");
        (await gateway.ModelOfAsync(hints: (HintNames.DataPolicy, "region=eu"))).ShouldBe("near");
    }

    [Fact]
    public async Task Tools_go_to_a_model_that_calls_them()
    {
        using var gateway = Gateway(("Models:far:Tools", "false"));
        var options = new ChatOptions { Tools = [AIFunctionFactory.CreateDeclaration("weather", null, JsonElement.Parse("{}"))] };

        (await gateway.AskAsync(options: options)).AdditionalProperties![AnswerProperties.Model].ShouldBe("near");
        gateway.Change(("Models:near:Tools", "false"));
        var error = (await gateway.FailAsync(options: options)).Error;
        (error.Code, error.Status).ShouldBe((ModelErrorCodes.NoEligibleModel, 400));
        error.Message.ShouldBe("No model can take the call: far: 'far' calls no tools; take a model that does or leave the tools out; near: 'near' calls no tools; take a model that does or leave the tools out.");
    }

    [Fact]
    public async Task Images_go_to_a_model_that_takes_them()
    {
        using var gateway = Gateway(("Models:near:Modalities:0", "image"));
        ChatMessage[] messages = [new(ChatRole.User, [new TextContent("What is this?"), new UriContent("https://example.org/x.png", "image/*")])];

        var answer = await gateway.Client.GetResponseAsync(messages);

        answer.AdditionalProperties![AnswerProperties.Model].ShouldBe("near");
        (await Should.ThrowAsync<ModelException>(() => gateway.Client.GetResponseAsync(messages, new ChatOptions { ModelId = "far" }))).Error.Message.ShouldContain("takes no image");
    }

    [Fact]
    public async Task A_prompt_over_one_window_goes_to_a_larger_and_over_all_is_refused()
    {
        using var gateway = Gateway(("Models:far:ContextWindow", "5000"), ("Models:near:ContextWindow", "20000"));

        (await gateway.AskAsync(text: new string('a', 40_000))).AdditionalProperties![AnswerProperties.Model].ShouldBe("near");
        (await gateway.FailAsync(text: new string('a', 400_000))).Error.Code.ShouldBe(ModelErrorCodes.ContextLength);
    }

    [Fact]
    public async Task A_call_never_costs_more_than_its_caller_pays()
    {
        using var gateway = Gateway(("Models:far:OutputUsdPerMillion", "1000"));

        (await gateway.ModelOfAsync(hints: (HintNames.MaxCostUsd, "0.5"))).ShouldBe("near");
        gateway.Change(("Models:near:OutputUsdPerMillion", "1000"));
        var error = (await gateway.FailAsync(hints: (HintNames.MaxCostUsd, 0.5m))).Error;
        (error.Code, error.Status).ShouldBe((ModelErrorCodes.BudgetExceeded, 402));
    }

    [Fact]
    public async Task A_model_that_is_usually_slower_than_the_deadline_is_not_asked()
    {
        using var gateway = Gateway(("Models:far:ExpectedLatency", "00:00:10"));
        var soon = gateway.Clock.GetUtcNow().AddSeconds(5);

        (await gateway.ModelOfAsync(hints: (HintNames.Deadline, soon))).ShouldBe("near");
        (await gateway.ModelOfAsync("far", (HintNames.Deadline, soon))).ShouldBe("far");
        (await gateway.FailAsync(hints: (HintNames.Deadline, gateway.Clock.GetUtcNow().AddSeconds(-1)))).Error.Code.ShouldBe(ModelErrorCodes.DeadlineExceeded);
    }

    [Fact]
    public async Task A_wished_quality_is_held_for_auto_and_not_for_a_name()
    {
        using var gateway = Gateway(("Models:far:Quality", "0.6"), ("Models:near:Quality", "0.8"));

        (await gateway.ModelOfAsync(hints: (HintNames.MinQuality, 0.7))).ShouldBe("near");
        (await gateway.ModelOfAsync("far", (HintNames.MinQuality, 0.7))).ShouldBe("far");
        (await gateway.FailAsync(hints: (HintNames.MinQuality, 0.9))).Error.Code.ShouldBe(ModelErrorCodes.NoEligibleModel);
    }

    [Fact]
    public async Task A_limit_of_calls_a_minute_sends_the_next_call_elsewhere()
    {
        using var gateway = Gateway(("Models:far:RequestsPerMinute", "2"));

        (await gateway.ModelOfAsync()).ShouldBe("far");
        (await gateway.ModelOfAsync()).ShouldBe("far");
        (await gateway.ModelOfAsync()).ShouldBe("near");
        gateway.Clock.MoveSeconds(30);
        (await gateway.ModelOfAsync()).ShouldBe("far");
    }

    [Theory]
    [InlineData(HintNames.MaxCostUsd, "-1", "US dollars, 0 to 1000000000")]
    [InlineData(HintNames.Deadline, "soon", "an instant with its offset such as 2026-11-22T18:00:00Z")]
    [InlineData(HintNames.Objective, "1", "quality, cost, latency or balanced")]
    [InlineData(HintNames.Objective, "cost,latency", "quality, cost, latency or balanced")]
    [InlineData(HintNames.MinQuality, "1.5", "a number from 0 to 1")]
    [InlineData(HintNames.DataPolicy, "nowhere", "any, local-only, or regions such as region=eu,ch")]
    [InlineData(HintNames.Run, "7", "a GUID")]
    [InlineData(HintNames.Attempt, "0", "a whole number from 1")]
    [InlineData(HintNames.MayExplore, "yes", "true or false")]
    public async Task A_hint_that_cannot_be_read_is_an_error_and_not_dropped(string name, string value, string form)
    {
        using var gateway = Gateway();

        (await gateway.FailAsync(hints: (name, value))).Error.ShouldBe(new ModelError(ModelErrorCodes.InvalidRequest, 400, $"The hint '{name}' is '{value}'; give {form}."));
    }

    private static TestGateway Gateway(params (string Key, string? Value)[] more) => new(
    [
        ("Providers:far:Kind", "Simulated"), ("Providers:far:Simulated:Latency", "00:00:00"), ("Models:far:Provider", "far"),
        ("Providers:near:Kind", "Simulated"), ("Providers:near:Simulated:Latency", "00:00:00"), ("Models:near:Provider", "near"),
        .. more,
    ]);
}
