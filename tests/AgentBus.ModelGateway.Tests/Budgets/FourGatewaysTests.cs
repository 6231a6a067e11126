using System.Net;
using AgentBus.TestKit.Postgres;
using AgentBus.Tests.Shared;

namespace AgentBus.ModelGateway.Tests.Budgets;

/// <summary>Many callers, four gateways on one store, one of them killed in the middle: not a cent more than the limit is ever owed.</summary>
public sealed class FourGatewaysTests(PostgresFixture store) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task Nothing_is_overspent_by_sixty_four_callers_over_four_gateways_while_one_is_killed()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3), TimeProvider.System);

        var race = await new BudgetRace(store.ConnectionString).RunAsync(limit.Token);

        race.OverspentUsd.ShouldBe(0m);
        race.OwedUsd.ShouldBeLessThanOrEqualTo(race.SpentUsd + race.ReservedUsd, "all that is owed was held before");
        race.SpentUsd.ShouldBeGreaterThan(race.LimitUsd / 2, "the limit was really fought over");
        race.StillReservedUsd.ShouldBe(0m, "what the killed one held counts as spent");
        race.FinalUsd.ShouldBe(race.SpentUsd + race.ReservedUsd);
        race.Answers.Keys.ShouldBe([HttpStatusCode.OK, HttpStatusCode.PaymentRequired], ignoreOrder: true);
        race.Answers[HttpStatusCode.PaymentRequired].ShouldBe(BudgetRace.Callers / BudgetRace.Gateways * (BudgetRace.Gateways - 1), "each caller of a living gateway at its end");
    }
}
