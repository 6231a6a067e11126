using AgentBus.Models.Gateway;
using AgentBus.Models.Tests.Gateway;
using AgentBus.Models.Tests.Providers;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Tests.Batches;

/// <summary>Calls of batches ask for the tier that the catalogue names for them, and pay its price.</summary>
public sealed class BatchPriceTests : IAsyncLifetime
{
    private StandIn _server = null!;

    public async Task InitializeAsync() => _server = (await StandIn.StartAsync()).ThenJson(Said.Answer("Done."));

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    [Theory]
    [InlineData(true, "flex", 0.001)]
    [InlineData(false, null, 0.002)]
    public async Task A_call_that_may_wait_is_cheaper_where_there_is_a_tier_for_it_and_others_are_not(bool isOfBatch, string? tier, double usd)
    {
        using var gateway = new TestGateway(
            [.. TestGateway.Of(("big", _server.Url)), ("Models:big:BatchServiceTier", "flex"), ("Models:big:BatchInputUsdPerMillion", "0.5"), ("Models:big:BatchOutputUsdPerMillion", "5")]);

        var answer = await gateway.Router.CompleteAsync(Call() with { IsOfBatch = isOfBatch }, default);

        answer.CostUsd.ShouldBe((decimal)usd);
        var request = _server.Requests.ShouldHaveSingleItem().Body;
        (request.TryGetProperty("service_tier", out var asked) ? asked.GetString() : null).ShouldBe(tier);
    }

    [Fact]
    public async Task Without_one_it_costs_what_others_do()
    {
        using var gateway = new TestGateway(TestGateway.Of(("big", _server.Url)));

        (await gateway.Router.CompleteAsync(Call() with { IsOfBatch = true }, default)).CostUsd.ShouldBe(0.002m);
    }

    [Fact]
    public void A_tier_without_its_prices_is_refused_at_start()
    {
        using var gateway = new TestGateway([.. TestGateway.Of(("big", _server.Url)), ("Models:big:BatchServiceTier", "flex")]);

        Should.Throw<Microsoft.Extensions.Options.OptionsValidationException>(() => gateway.Client).Message.ShouldContain("BatchInputUsdPerMillion");
    }

    private static ChatCall Call() => new("auto", [new ChatMessage(ChatRole.User, "Hello?")], new ChatOptions(), CallHints.None);
}
