using AgentBus.Models.Gateway;
using AgentBus.Models.Tests.Gateway;
using AgentBus.Models.Tests.Providers;

namespace AgentBus.Models.Tests.Catalogue;

/// <summary>The configuration changes while the gateway runs.</summary>
public sealed class ReloadTests
{
    [Fact]
    public async Task A_change_takes_effect_for_the_next_call()
    {
        await using var server = await StandIn.StartAsync();
        server.ThenJson(Said.Answer("Hi."));
        using var gateway = new TestGateway(TestGateway.Of(("first", server.Url)));
        (await gateway.AskAsync("first")).AdditionalProperties![AnswerProperties.CostUsd].ShouldBe(0.002m);

        gateway.Change(("Models:first:InputUsdPerMillion", "5"), ("Models:first:Aliases:0", "best"));

        (await gateway.AskAsync("best")).AdditionalProperties![AnswerProperties.CostUsd].ShouldBe(0.006m);
        gateway.Models.Catalogue.Names.ShouldBe(["auto", "first", "best", "extractive"]);
    }

    [Theory]
    [InlineData("Models:first:OutputUsdPerMillion", "-1", "Models:Models:first: a price is negative")]
    [InlineData("Models:first:OutputUsdPerMillion", "79228162514264337593543950335", "Models:Models:first: a price is negative or over 1000000")]
    [InlineData("Models:first:OutputUsdPerMillion", "many", "Models:Models:first:OutputUsdPerMillion is 'many'; give a number.")]
    [InlineData("Models:first:Qualitty", "1", "Models:Models:first has no setting 'Qualitty'; there are Name, Provider, Upstream, ")]
    [InlineData("Budgets:0:Scope", "runs", "Models:Budgets:0:Scope is 'runs'; give ")]
    [InlineData("Providers:first:Timeout", "soon", "Models:Providers:first:Timeout is 'soon'; give a time such as 00:00:30.")]
    [InlineData("Policy", "lucky", "Models:Policy is 'lucky'")]
    public async Task A_faulty_change_is_refused_with_one_line_and_the_old_stays_in_force(string key, string value, string told)
    {
        await using var server = await StandIn.StartAsync();
        server.ThenJson(Said.Answer("Hi."));
        using var gateway = new TestGateway(TestGateway.Of(("first", server.Url)));
        await gateway.AskAsync("first");

        gateway.Change((key, value));

        (await gateway.AskAsync("first")).AdditionalProperties![AnswerProperties.CostUsd].ShouldBe(0.002m);
        var lines = gateway.Log.Lines.Where(l => l.StartsWith("5006 ", StringComparison.Ordinal)).ToList();
        lines.ShouldNotBeEmpty();
        lines.ShouldAllBe(l => l.Contains(told, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_known_of_a_model_outlives_a_change()
    {
        await using var server = await StandIn.StartAsync();
        server.ThenJson("{}", 402, "3600");
        using var gateway = new TestGateway(TestGateway.Of(("first", server.Url)));
        await gateway.FailAsync("first");

        gateway.Change(("Models:first:InputUsdPerMillion", "5"));

        gateway.State("first").Breaker.ShouldBe("open");
    }
}
