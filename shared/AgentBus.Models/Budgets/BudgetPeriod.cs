namespace AgentBus.Models.Budgets;

/// <summary>After what time a limit begins anew, by UTC.</summary>
public enum BudgetPeriod
{
    /// <summary>Never.</summary>
    None,

    /// <summary>Each day.</summary>
    Day,

    /// <summary>Each month.</summary>
    Month,
}
