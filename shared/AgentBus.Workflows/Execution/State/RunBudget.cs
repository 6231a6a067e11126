using AgentBus.Workflows.Budgets;

namespace AgentBus.Workflows.Execution.State;

/// <summary>The budget of a run as it goes on.</summary>
internal sealed record RunBudget(BudgetAccount Account)
{
    /// <summary>How long the run may take; null = no bound of the budget's.</summary>
    public TimeSpan? Duration { get; init; }

    public bool IsTimeUp { get; init; }

    /// <summary>Whether <c>warnAt</c> was told; a raise makes it possible again.</summary>
    public bool Warned { get; init; }

    /// <summary>Whether going beyond it was told, where that is allowed.</summary>
    public bool Exceeded { get; init; }

    /// <summary>Counts questions, and the times a run that had ended went on; numbers questions and the time's timers.</summary>
    public int Asked { get; init; }

    /// <summary>What a person is asked to raise; null = nobody is asked.</summary>
    public BudgetMeasure? Asking { get; init; }

    /// <summary>Whether the run stands still until then, by <c>onExceed: pause</c>.</summary>
    public bool IsPaused { get; init; }
}
