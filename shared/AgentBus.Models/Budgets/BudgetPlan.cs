using System.Globalization;

namespace AgentBus.Models.Budgets;

/// <summary>The accounts that a call draws on, with their limits: those of the configuration, and what its step may spend. Pure.</summary>
internal sealed class BudgetPlan
{
    private const string DayForm = "yyyy-MM-dd";
    private readonly BudgetOptions[] _rules;

    /// <param name="rules">Valid limits. Where several fit a call, that of its tenant counts before one for every tenant, then that of its key.</param>
    public BudgetPlan(IEnumerable<BudgetOptions> rules) =>
        _rules = [.. rules.OrderBy(rule => rule.Tenant == BudgetOptions.Every).ThenBy(rule => rule.Key == BudgetOptions.Every)];

    /// <summary>Each account once, those with a limit and those that are only counted; the narrowest first, as a refusal names the first without room.</summary>
    public IReadOnlyList<PlannedDraw> Of(BudgetCaller caller, DateTimeOffset now)
    {
        var draws = new List<PlannedDraw>();
        if (caller is { Run: { } run, Step: { } step })
        {
            var scope = BudgetScope.Of(BudgetScopeKind.Step, caller.Tenant, $"{run}{step}@{(caller.Attempt ?? 0).ToString(CultureInfo.InvariantCulture)}");
            if (caller.MaxCostUsd is { } most)
            {
                draws.Add(new PlannedDraw(new BudgetDraw(scope, most), OnExceed.Downgrade, BudgetPeriod.None));
            }
        }

        Add(BudgetScopeKind.Run, caller.Run);
        Add(BudgetScopeKind.Workflow, caller.Workflow);
        Add(BudgetScopeKind.Agent, caller.Agent);
        Add(BudgetScopeKind.Day, now.UtcDateTime.ToString(DayForm, CultureInfo.InvariantCulture));
        Add(BudgetScopeKind.Tenant, "");
        return draws;

        void Add(BudgetScopeKind kind, string? key)
        {
            if (key is null)
            {
                return;
            }

            var fitting = _rules.Where(rule => rule.Scope == kind && Fits(rule.Tenant, caller.Tenant) && Fits(rule.Key, key)).DistinctBy(rule => rule.Period).ToList();
            draws.AddRange(fitting.Select(rule => new PlannedDraw(
                new BudgetDraw(BudgetScope.Of(kind, caller.Tenant, InPeriod(key, rule.Period, now)), rule.LimitUsd, rule.OnExceed == OnExceed.Warn),
                rule.OnExceed, kind == BudgetScopeKind.Day ? BudgetPeriod.Day : rule.Period)));
            if (!fitting.Exists(rule => rule.Period == BudgetPeriod.None))
            {
                draws.Add(new PlannedDraw(new BudgetDraw(BudgetScope.Of(kind, caller.Tenant, key), null), OnExceed.Warn, BudgetPeriod.None));
            }
        }
    }

    private static bool Fits(string pattern, string value) => pattern == BudgetOptions.Every || pattern == value;

    private static string InPeriod(string key, BudgetPeriod period, DateTimeOffset now) => period switch
    {
        BudgetPeriod.Day => $"{key}@{now.UtcDateTime.ToString(DayForm, CultureInfo.InvariantCulture)}",
        BudgetPeriod.Month => $"{key}@{now.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture)}",
        _ => key,
    };
}
