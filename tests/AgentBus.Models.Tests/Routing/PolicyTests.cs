using AgentBus.Models.Gateway;
using AgentBus.Models.Tests.Gateway;
using Microsoft.Extensions.Options;

namespace AgentBus.Models.Tests.Routing;

/// <summary>The named policies, over three simulated models.</summary>
public sealed class PolicyTests
{
    [Theory]
    [InlineData("fixed", "middle")]
    [InlineData("cheapest", "small")]
    [InlineData("fastest", "middle")]
    [InlineData("best", "large")]
    public async Task Each_chooses_by_what_its_name_says(string policy, string expected)
    {
        using var gateway = Gateway(("Policy", policy), ("Default", "middle"));

        var answer = await gateway.AskAsync();

        answer.AdditionalProperties![AnswerProperties.Model].ShouldBe(expected);
        var decision = await gateway.DecisionAsync(answer);
        (decision.Policy, decision.Chosen, decision.Propensity, decision.Outcome).ShouldBe((policy, expected, 1, "answered"));
        decision.Candidates.Select(c => (c.Model, c.Quality)).ShouldBe([("middle", 0.7), ("large", 0.9), ("small", 0.5)], ignoreOrder: true);
        decision.Why.ShouldBe(answer.AdditionalProperties[AnswerProperties.Reason]);
    }

    [Theory]
    [InlineData("quality", "large")]
    [InlineData("cost", "small")]
    [InlineData("latency", "middle")]
    [InlineData("balanced", "large")]
    public async Task An_objective_weighs_quality_cost_and_latency(string objective, string expected)
    {
        using var gateway = Gateway();

        (await gateway.ModelOfAsync(hints: (HintNames.Objective, objective))).ShouldBe(expected);
    }

    [Fact]
    public async Task Without_policy_and_objective_the_configured_order_counts()
    {
        using var gateway = Gateway(("Default", "small"));

        var answer = await gateway.AskAsync();

        answer.AdditionalProperties![AnswerProperties.Model].ShouldBe("small");
        answer.AdditionalProperties[AnswerProperties.Reason].ShouldBe("first in the configured order that can take the call");
    }

    [Fact]
    public void An_unknown_policy_stops_the_start_with_the_names_there_are()
    {
        var failure = Should.Throw<OptionsValidationException>(() => Gateway(("Policy", "lucky")).Models);

        failure.Failures.ShouldHaveSingleItem().ShouldStartWith("Models:Policy is 'lucky'; give fixed, cheapest, fastest, best, balanced");
    }

    private static TestGateway Gateway(params (string Key, string? Value)[] more) => new(
    [
        ("Providers:sim:Kind", "Simulated"), ("Providers:sim:Simulated:Latency", "00:00:00"),
        ("Models:small:Provider", "sim"), ("Models:small:Quality", "0.5"), ("Models:small:OutputUsdPerMillion", "1"), ("Models:small:ExpectedLatency", "00:00:02"),
        ("Models:middle:Provider", "sim"), ("Models:middle:Quality", "0.7"), ("Models:middle:OutputUsdPerMillion", "5"), ("Models:middle:ExpectedLatency", "00:00:01"),
        ("Models:large:Provider", "sim"), ("Models:large:Quality", "0.9"), ("Models:large:OutputUsdPerMillion", "10"), ("Models:large:ExpectedLatency", "00:00:03"),
        .. more,
    ]);
}
