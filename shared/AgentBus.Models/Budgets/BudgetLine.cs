namespace AgentBus.Models.Budgets;

/// <summary>What the ledger knows of an account. All amounts are US dollars.</summary>
/// <param name="Scope">The account.</param>
/// <param name="LimitUsd">Its limit at the last call, without raises; null = none.</param>
/// <param name="RaisedUsd">What people added to the limit.</param>
/// <param name="SpentUsd">What was spent.</param>
/// <param name="ReservedUsd">What is held for calls under way.</param>
/// <param name="Calls">Calls that were granted.</param>
/// <param name="UpdatedAt">When it changed last.</param>
public sealed record BudgetLine(
    BudgetScope Scope, decimal? LimitUsd, decimal RaisedUsd, decimal SpentUsd, decimal ReservedUsd, long Calls, DateTimeOffset UpdatedAt)
{
    /// <summary>What is neither spent nor held; null = no limit.</summary>
    public decimal? LeftUsd => LimitUsd is { } limit ? limit + RaisedUsd - SpentUsd - ReservedUsd : null;

    internal static BudgetLine New(BudgetScope scope, DateTimeOffset now) => new(scope, null, 0, 0, 0, 0, now);
}
