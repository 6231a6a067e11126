namespace AgentBus.Workflows.Execution.State;

/// <summary>A <c>run: workflow</c> that is awaited.</summary>
internal sealed record ChildFrame : StepFrame
{
    /// <summary>The run it waits for; null once that ended.</summary>
    public Guid? Child { get; init; }

    /// <summary>What that run used.</summary>
    public decimal CostUsd { get; init; }

    public long Tokens { get; init; }
}
