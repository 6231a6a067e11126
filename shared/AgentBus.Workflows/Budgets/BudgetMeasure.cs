namespace AgentBus.Workflows.Budgets;

/// <summary>What a budget measures.</summary>
public enum BudgetMeasure
{
    Cost,
    Tokens,
    Requests,

    /// <summary>Time since the run began; it is nobody's to reserve.</summary>
    Duration,
}
