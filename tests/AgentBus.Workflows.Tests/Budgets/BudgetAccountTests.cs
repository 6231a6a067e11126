using AgentBus.Workflows.Budgets;
using FsCheck;
using FsCheck.Fluent;

namespace AgentBus.Workflows.Tests.Budgets;

public sealed class BudgetAccountTests
{
    [Fact]
    public void Shares_are_equal_among_those_at_the_same_time_and_never_more_than_there_is()
    {
        var account = new BudgetAccount(new BudgetLimits(CostUsd: 1));
        for (var i = 0; i < 64; i++)
        {
            account.Refusal(null).ShouldBeNull();
            account = account.Reserve("s", i, null, 64);
        }

        account.Open.ShouldAllBe(held => held.Amount.CostUsd == 0.015625m);
        account.LeftUsd.ShouldBe(0);
        account.Refusal(null).ShouldBe(BudgetMeasure.Cost);
        account.MayFree(BudgetMeasure.Cost).ShouldBeTrue();
    }

    [Fact]
    public void What_was_not_used_is_free_again()
    {
        var account = new BudgetAccount(new BudgetLimits(CostUsd: 1)).Reserve("a", 1, 0.8m, 1);

        account.Refusal(0.3m).ShouldBe(BudgetMeasure.Cost);
        account.Settle("a", 1, new Spend(0.1m, 5, 1)).Refusal(0.9m).ShouldBeNull();
        account.Release("a", 1).LeftUsd.ShouldBe(1);
    }

    [Fact]
    public void A_budget_of_nothing_allows_what_costs_nothing()
    {
        var account = new BudgetAccount(new BudgetLimits(CostUsd: 0));

        account.Refusal(null).ShouldBeNull();
        account.Refusal(0.01m).ShouldBe(BudgetMeasure.Cost);
        account.Reserve("a", 1, null, 1).Settle("a", 1, new Spend(0.01m)).Refusal(null).ShouldBe(BudgetMeasure.Cost);
    }

    [Fact]
    public void Tokens_and_requests_run_out_too()
    {
        var account = new BudgetAccount(new BudgetLimits(Tokens: 10, Requests: 2)).Reserve("a", 1, null, 2).Reserve("b", 1, null, 2);

        account.Open.Select(held => held.Amount.Tokens).ShouldBe([5, 5]);
        account.Settle("a", 1, new Spend(0, 1, 1)).Settle("b", 1, new Spend(0, 1, 1)).Refusal(null).ShouldBe(BudgetMeasure.Requests);
        account.MayFree(BudgetMeasure.Requests).ShouldBeFalse();
    }

    /// <summary>Any history of reserving, settling, releasing, losing and repeating; agents that keep to what is held for them.</summary>
    [Fact]
    public void The_account_adds_up_in_any_history()
    {
        var moves =
            from kind in Gen.Choose(0, 4)
            from step in Gen.Choose(0, 20)
            from part in Gen.Choose(0, 100)
            from most in Gen.Choose(-5, 30)
            select (kind, step, part, most);
        Prop.ForAll(moves.ListOf().ToArbitrary(), history =>
        {
            var account = new BudgetAccount(new BudgetLimits(1m, 1_000, 200));
            var spent = new Spend();
            foreach (var (kind, step, part, most) in history)
            {
                var held = account.Find($"{step}", 1);
                switch (kind)
                {
                    case 0 or 1 when held is null && account.Refusal(most < 0 ? null : most / 100m) is null:
                        account = account.Reserve($"{step}", 1, most < 0 ? null : most / 100m, 10);
                        break;
                    case 2:
                        var used = held is null ? new Spend(7, 7, 7) : new Spend(held.Amount.CostUsd * part / 100m, held.Amount.Tokens * part / 100, 1);
                        account = account.Settle($"{step}", 1, used);
                        spent += held is null ? default : used;
                        break;
                    case 3:
                        account = account.Release($"{step}", 1);
                        break;
                    case 4:
                        account = account.Orphan($"{step}", 1);
                        break;
                }

                account.Spent.ShouldBe(spent);
                account.Reserved.ShouldBe(account.Open.Aggregate(new Spend(), (sum, one) => sum + one.Amount));
                (account.Spent.CostUsd + account.Reserved.CostUsd).ShouldBeLessThanOrEqualTo(1m);
                (account.Spent.Tokens + account.Reserved.Tokens).ShouldBeLessThanOrEqualTo(1_000);
            }
        }).QuickCheckThrowOnFailure();
    }
}
