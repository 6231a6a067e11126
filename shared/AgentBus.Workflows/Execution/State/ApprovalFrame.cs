namespace AgentBus.Workflows.Execution.State;

/// <summary>
/// A <c>call: approval</c>. All names are evaluated when it begins, so that a wrong expression fails at once and not at night when a rung is due.
/// </summary>
internal sealed record ApprovalFrame : StepFrame
{
    /// <summary>People who are asked now; with no groups either, anybody who may approve.</summary>
    public string[] Assignees { get; init; } = [];

    public string[] Groups { get; init; } = [];

    /// <summary>The names of each rung of the ladder.</summary>
    public string[][] Ladder { get; init; } = [];

    /// <summary>Rungs gone up so far.</summary>
    public int Rung { get; init; }
}
