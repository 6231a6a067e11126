namespace AgentBus.Models.Budgets;

/// <summary>Which accounts to read.</summary>
/// <param name="Tenant">Whose; null = everybody's.</param>
/// <param name="Kind">Of which kind; null = of all.</param>
/// <param name="Key">Keys that begin so; null = all.</param>
/// <param name="After">The <see cref="BudgetScope.Id"/> after which to go on, for the next page; null = from the first.</param>
/// <param name="Limit">Accounts at most, 1 to 1,000.</param>
public sealed record BudgetQuery(string? Tenant = null, BudgetScopeKind? Kind = null, string? Key = null, string? After = null, int Limit = 100);
