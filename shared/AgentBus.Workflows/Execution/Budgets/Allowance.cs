namespace AgentBus.Workflows.Execution.Budgets;

/// <summary>What an attempt may use; null = no bound.</summary>
/// <param name="IsDowngraded">Whether it has to be done cheaply.</param>
internal sealed record Allowance(decimal? CostUsd, long? Tokens = null, bool IsDowngraded = false);
