using AgentBus.Models.Budgets;

namespace AgentBus.Models.Tests.Budgets;

/// <summary>Which accounts a call draws on, and under which limits.</summary>
public sealed class BudgetPlanTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 23, 30, 0, TimeSpan.FromHours(-5));
    private static readonly BudgetCaller Caller = new("acme", "r1", "/do/0#1", 2, "demo/briefing", "research", 0.5m);

    [Fact]
    public void Without_limits_a_call_is_counted_everywhere_and_its_step_is_held_to_its_reservation() =>
        Shown(new BudgetPlan([]), Caller).ShouldBe(
        [
            "step/acme/r1/do/0#1@2 0.5", "run/acme/r1", "workflow/acme/demo/briefing", "agent/acme/research", "day/acme/2026-11-23", "tenant/acme/",
        ]);

    [Fact]
    public void A_call_outside_of_a_run_draws_on_its_tenant() =>
        Shown(new BudgetPlan([]), new BudgetCaller("acme", MaxCostUsd: 1)).ShouldBe(["day/acme/2026-11-23", "tenant/acme/"]);

    [Fact]
    public void The_limit_of_a_tenant_counts_before_one_for_all_and_that_of_a_name_before_one_for_each() =>
        Shown(
            new BudgetPlan(
            [
                Rule(BudgetScopeKind.Agent, 1), Rule(BudgetScopeKind.Agent, 2, key: "research"), Rule(BudgetScopeKind.Agent, 3, key: "other"),
                Rule(BudgetScopeKind.Day, 4), Rule(BudgetScopeKind.Day, 5, tenant: "acme"), Rule(BudgetScopeKind.Day, 6, tenant: "else"),
            ]),
            new BudgetCaller("acme", Agent: "research")).ShouldBe(["agent/acme/research 2", "day/acme/2026-11-23 5", "tenant/acme/"]);

    [Fact]
    public void Limits_of_different_periods_hold_together_and_the_whole_is_counted_too() =>
        Shown(
            new BudgetPlan([Rule(BudgetScopeKind.Tenant, 10, period: BudgetPeriod.Month), Rule(BudgetScopeKind.Tenant, 2, period: BudgetPeriod.Day)]), new BudgetCaller("acme"))
            .ShouldBe(["day/acme/2026-11-23", "tenant/acme/@2026-11 10", "tenant/acme/@2026-11-23 2", "tenant/acme/"], ignoreOrder: true);

    [Fact]
    public void A_limit_that_warns_is_soft() =>
        new BudgetPlan([new BudgetOptions { Scope = BudgetScopeKind.Day, LimitUsd = 1, OnExceed = OnExceed.Warn }]).Of(new BudgetCaller("acme"), Now)[0].Draw.IsSoft.ShouldBeTrue();

    [Fact]
    public void Scopes_of_odd_names_stay_apart_and_come_back_from_their_ids()
    {
        BudgetScope[] scopes =
        [
            BudgetScope.Of(BudgetScopeKind.Agent, "a/b", "c"), BudgetScope.Of(BudgetScopeKind.Agent, "a", "b/c"), BudgetScope.Of(BudgetScopeKind.Agent, "a\0", "\n"),
            BudgetScope.Of(BudgetScopeKind.Agent, "a", new string('x', 500)), BudgetScope.Of(BudgetScopeKind.Agent, "a", new string('x', 501)),
        ];

        scopes.Select(scope => scope.Id).Distinct().Count().ShouldBe(5);
        scopes.ShouldAllBe(scope => BudgetScope.Parse(scope.Id) == scope && scope.Id.Length < 1300 && !scope.Id.Any(char.IsControl));
        new[] { "", "agent", "agent/", "agent//x", "5/a/b", "house/a/b" }.ShouldAllBe(text => BudgetScope.TryParse(text) == null);
    }

    [Fact]
    public void Every_fault_of_the_configuration_is_told()
    {
        var errors = BudgetOptionsCheck.Errors(
        [
            new BudgetOptions { LimitUsd = 1 }, new BudgetOptions { Scope = BudgetScopeKind.Step, LimitUsd = -1 },
            new BudgetOptions { Scope = BudgetScopeKind.Day, Key = "x", Period = BudgetPeriod.Month, LimitUsd = 1, Tenant = "" },
            Rule(BudgetScopeKind.Agent, 1), Rule(BudgetScopeKind.Agent, 2),
        ]).ToList();

        errors.Select(error => error.Split(' ')[0]).ShouldBe(
        [
            "Models:Budgets:0:Scope", "Models:Budgets:1:Scope", "Models:Budgets:1:LimitUsd", "Models:Budgets:2:", "Models:Budgets:2:Key", "Models:Budgets:2:Period", "Models:Budgets:4",
        ]);
    }

    private static BudgetOptions Rule(BudgetScopeKind scope, decimal usd, string tenant = "*", string key = "*", BudgetPeriod period = BudgetPeriod.None) =>
        new() { Scope = scope, LimitUsd = usd, Tenant = tenant, Key = key, Period = period };

    private static List<string> Shown(BudgetPlan plan, BudgetCaller caller) => [.. plan.Of(caller, Now).Select(p => $"{p.Draw.Scope.Id} {p.Draw.LimitUsd}".TrimEnd())];
}
