namespace AgentBus.Models.Budgets;

/// <summary>An account that had no room for a reservation.</summary>
/// <param name="Scope">The account.</param>
/// <param name="LimitUsd">What may be spent on it in all, raises included.</param>
/// <param name="SpentUsd">What was spent.</param>
/// <param name="ReservedUsd">What is held for calls under way.</param>
public sealed record BudgetShortage(BudgetScope Scope, decimal LimitUsd, decimal SpentUsd, decimal ReservedUsd)
{
    /// <summary>What is neither spent nor held; never below 0.</summary>
    public decimal LeftUsd => Math.Max(0, LimitUsd - SpentUsd - ReservedUsd);
}
