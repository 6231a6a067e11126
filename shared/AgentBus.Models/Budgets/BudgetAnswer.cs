namespace AgentBus.Models.Budgets;

/// <summary>Whether a call may be made: exactly one of the two is there.</summary>
internal sealed record BudgetAnswer(BudgetHold? Hold, BudgetRefusal? Refusal);
