namespace AgentBus.Models.Budgets;

/// <summary>An account that a call draws on.</summary>
/// <param name="Scope">The account.</param>
/// <param name="LimitUsd">What may be spent on it in all, in US dollars; null = it is only counted.</param>
/// <param name="IsSoft">Whether a call is let through over the limit, and only told of it.</param>
public sealed record BudgetDraw(BudgetScope Scope, decimal? LimitUsd, bool IsSoft = false);
