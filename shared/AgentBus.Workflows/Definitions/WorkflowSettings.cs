namespace AgentBus.Workflows.Definitions;

/// <summary><c>document.metadata.agentbus</c>.</summary>
public sealed record WorkflowSettings
{
    public string? Objective { get; init; }

    public string? Priority { get; init; }

    /// <summary>reverse or parallel.</summary>
    public string CompensationOrder { get; init; } = "reverse";

    public BudgetSpec? Budget { get; init; }
}

/// <summary>What a run may use; null = no bound.</summary>
public sealed record BudgetSpec(decimal? MaxCostUsd, long? MaxTokens, int? MaxRequests, TimeSpan? MaxDuration, double? WarnAt, string OnExceed);
