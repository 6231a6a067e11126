using System.Net;
using System.Net.Http.Json;
using AgentBus.Gateway.Tests.Support;
using AgentBus.Models.Budgets;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.Gateway.Tests.Budgets;

public sealed class BudgetTests(GatewayHost host) : IClassFixture<GatewayHost>
{
    private static readonly DateTimeOffset Later = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private IBudgetLedger Ledger => host.Services.GetRequiredService<IBudgetLedger>();

    [Fact]
    public async Task Spending_is_listed_by_scope_page_by_page_for_the_callers_tenant_alone()
    {
        await SpendAsync("listed", 0.25m, null, ("agent", "a1"), ("agent", "a2"), ("day", "2026-11-22"));
        await SpendAsync("elsewhere", 1m, null, ("agent", "a1"));
        var viewer = await host.ClientAsync("listed", "viewer");

        var page = await (await viewer.GetAsync("/v1/budgets?scope=agent&limit=1")).JsonAsync();
        page.GetProperty("items").EnumerateArray().Select(line => line.Text("id")).ShouldBe(["agent/listed/a1"]);
        page.GetProperty("items")[0].GetProperty("spentUsd").GetDecimal().ShouldBe(0.25m);
        page.GetProperty("items")[0].TryGetProperty("limitUsd", out _).ShouldBeFalse();
        var rest = await (await viewer.GetAsync($"/v1/budgets?scope=agent&limit=1&cursor={page.Text("next")}")).JsonAsync();
        rest.GetProperty("items").EnumerateArray().Select(line => line.Text("id")).ShouldBe(["agent/listed/a2"]);
        (await (await viewer.GetAsync("/v1/budgets?key=2026")).JsonAsync()).GetProperty("items").EnumerateArray().Select(line => line.Text("scope")).ShouldBe(["day"]);
        (await viewer.GetAsync("/v1/budgets?scope=house")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task An_operator_raises_a_limit_of_the_own_tenant()
    {
        await SpendAsync("raised", 1m, 1m, ("day", "2026-11-22"));
        var (viewer, operators) = (await host.ClientAsync("raised", "viewer"), await host.ClientAsync("raised", "operator"));
        var raise = new { id = "day/raised/2026-11-22", usd = 2.5m };

        (await viewer.PostAsJsonAsync("/v1/budgets/raise", raise)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var line = await (await operators.PostAsJsonAsync("/v1/budgets/raise", raise)).JsonAsync();
        (line.GetProperty("limitUsd").GetDecimal(), line.GetProperty("leftUsd").GetDecimal()).ShouldBe((3.5m, 2.5m));
    }

    [Theory]
    [InlineData("""{"id":"day/other/2026-11-22","usd":1}""", "/id")]
    [InlineData("""{"id":"nonsense","usd":1}""", "/id")]
    [InlineData("""{"usd":1}""", "/id")]
    [InlineData("""{"id":"day/default/2026-11-22","usd":0}""", "/usd")]
    [InlineData("""{"id":"day/default/2026-11-22"}""", "/usd")]
    public async Task A_raise_that_makes_no_sense_is_refused_and_raises_nothing(string body, string pointer)
    {
        using var client = host.Admin;
        var answer = await client.PostAsync("/v1/budgets/raise", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain($"\"{pointer}\"");
        (await Ledger.ReadAsync(new BudgetQuery("default"), default)).ShouldBeEmpty();
    }

    private async Task SpendAsync(string tenant, decimal usd, decimal? limit, params (string Kind, string Key)[] scopes)
    {
        var id = Guid.NewGuid();
        var draws = scopes.Select(scope => new BudgetDraw(BudgetScope.Parse($"{scope.Kind}/{tenant}/{scope.Key}"), limit)).ToList();
        (await Ledger.ReserveAsync(new BudgetReservation(id, draws, usd, Later), default)).IsGranted.ShouldBeTrue();
        await Ledger.SettleAsync(id, usd, default);
    }
}
