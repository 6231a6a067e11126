namespace AgentBus.Models.Budgets;

/// <summary>A draw, and what follows when there is no room.</summary>
internal sealed record PlannedDraw(BudgetDraw Draw, OnExceed OnExceed, BudgetPeriod Period);
