using AgentBus.Workflows.Expressions;

namespace AgentBus.Workflows.Definitions;

/// <summary><c>call: plan</c>: an agent makes a list of tasks, which is checked and then run as a run of its own.</summary>
/// <param name="Agent">The planner.</param>
/// <param name="Goal">What the plan is for.</param>
public sealed record CallPlanTask(string Agent, Template Goal) : CallAgentTask(Agent, Goal)
{
    /// <summary>The agents a plan may call, and no others.</summary>
    public IReadOnlyList<string> Agents { get; init; } = [];

    /// <summary>Tasks of a plan, nested ones too; default 20.</summary>
    public int MaxTasks { get; init; } = 20;

    /// <summary>Levels of tasks inside tasks; default 4.</summary>
    public int MaxDepth { get; init; } = 4;

    /// <summary>Whether a person approves each plan before it runs.</summary>
    public bool Approve { get; init; }

    /// <summary>How often a plan that failed is followed by another; default 2.</summary>
    public int MaxReplans { get; init; } = 2;
}
