namespace AgentBus.Models.Budgets;

/// <summary>A reservation whose call has not been settled.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Scopes">The accounts it is held on.</param>
/// <param name="MaxUsd">What is held on each.</param>
/// <param name="ExpiresAt">When its end counts as unknown.</param>
/// <param name="IsExpired">Whether it was settled at its maximum, as nobody told its end; the truth may still come.</param>
public sealed record HeldReservation(Guid Id, IReadOnlyList<BudgetScope> Scopes, decimal MaxUsd, DateTimeOffset ExpiresAt, bool IsExpired = false);
