namespace AgentBus.Models.Budgets;

/// <summary>What is wrong with <c>Models:Budgets</c>.</summary>
internal static class BudgetOptionsCheck
{
    public static IEnumerable<string> Errors(IEnumerable<BudgetOptions> budgets)
    {
        var seen = new Dictionary<(BudgetScopeKind?, string, string, BudgetPeriod), int>();
        foreach (var (index, budget) in budgets.Index())
        {
            var at = $"Models:Budgets:{index}";
            if (budget.Scope is null or BudgetScopeKind.Step)
            {
                yield return $"{at}:Scope is {(budget.Scope is null ? "missing" : "step, whose limit comes with its dispatch")}; give run, workflow, agent, tenant or day.";
            }

            if (budget.LimitUsd is null or < 0)
            {
                yield return $"{at}:LimitUsd is {(budget.LimitUsd is { } usd ? $"{usd}" : "missing")}; give US dollars, 0 or more.";
            }

            if (budget.Tenant.Length == 0 || budget.Key.Length == 0)
            {
                yield return $"{at}: Tenant or Key is empty; name one or leave it out for every one.";
            }

            if (budget is { Key: not BudgetOptions.Every, Scope: BudgetScopeKind.Run or BudgetScopeKind.Tenant or BudgetScopeKind.Day })
            {
                yield return $"{at}:Key is '{budget.Key}'; only a workflow or an agent has a name. Leave it out.";
            }

            if (budget is { Period: not BudgetPeriod.None, Scope: BudgetScopeKind.Run or BudgetScopeKind.Day })
            {
                yield return $"{at}:Period does not go with this scope; leave it out.";
            }

            if (!seen.TryAdd((budget.Scope, budget.Tenant, budget.Key, budget.Period), index))
            {
                yield return $"{at} limits the same as Models:Budgets:{seen[(budget.Scope, budget.Tenant, budget.Key, budget.Period)]}; keep one.";
            }
        }
    }
}
