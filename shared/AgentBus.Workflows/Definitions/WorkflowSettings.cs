namespace AgentBus.Workflows.Definitions;

/// <summary><c>document.metadata.agentbus</c>.</summary>
public sealed record WorkflowSettings
{
    /// <summary>quality, cost, latency or balanced; null = the configured default.</summary>
    public string? Objective { get; init; }

    /// <summary>low, normal or high.</summary>
    public string Priority { get; init; } = "normal";

    /// <summary>Runs of this definition at the same time; null = no bound.</summary>
    public int? Concurrency { get; init; }

    /// <summary>reverse or parallel.</summary>
    public string CompensationOrder { get; init; } = "reverse";

    public BudgetSpec? Budget { get; init; }
}

/// <summary>What a run may use; null = no bound.</summary>
public sealed record BudgetSpec(decimal? MaxCostUsd, long? MaxTokens, int? MaxRequests, TimeSpan? MaxDuration, double? WarnAt, string OnExceed);
