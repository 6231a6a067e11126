namespace AgentBus.Workflows.Budgets;

/// <summary>What may be spent; null = no bound.</summary>
public sealed record BudgetLimits(decimal? CostUsd = null, long? Tokens = null, int? Requests = null);
