using AgentBus.Models.Budgets;

namespace AgentBus.Storage.Budgets;

/// <summary>One change that somebody asked for: the rows it needs, and what it does to them.</summary>
/// <param name="Reservation">The reservation it is about; null = none.</param>
/// <param name="Scopes">Accounts beside those that the reservation has already.</param>
/// <param name="Apply">Changes the book; what it returns is the caller's answer.</param>
internal sealed record LedgerChange(Guid? Reservation, IReadOnlyList<BudgetScope> Scopes, Func<BudgetBook, object?> Apply);
