namespace AgentBus.Models.Budgets;

/// <summary>What a call may cost, held on all its accounts until its end is known.</summary>
/// <param name="Id">The same when the reservation is repeated.</param>
/// <param name="Draws">The accounts, each once.</param>
/// <param name="MaxUsd">The most it can cost, in US dollars.</param>
/// <param name="ExpiresAt">When its end counts as unknown: then it is settled at <paramref name="MaxUsd"/>.</param>
public sealed record BudgetReservation(Guid Id, IReadOnlyList<BudgetDraw> Draws, decimal MaxUsd, DateTimeOffset ExpiresAt);
