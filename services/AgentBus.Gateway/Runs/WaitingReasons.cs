using AgentBus.Storage.Queries;
using AgentBus.Storage.Runs;
using AgentBus.Workflows.Execution;

namespace AgentBus.Gateway.Runs;

/// <summary>Says what a run waits for, so that nobody has to guess why nothing happens.</summary>
internal static class WaitingReasons
{
    private const string AgentKind = "agent";
    private const string CallKind = "call";

    /// <summary>Pure: the run, its steps and the agents that have a live worker.</summary>
    public static IReadOnlyList<WaitingFor> Of(RunView run, IReadOnlyList<StepRow> steps, IReadOnlySet<string> liveAgents) =>
        run.EndedAt is not null ? []
        : run.Status == nameof(RunStatus.Pending) ? [new WaitingFor(null, "The orchestrator has not begun the run yet.")]
        : [.. steps.Where(IsOpen).Select(step => Of(step, liveAgents)).OfType<WaitingFor>()];

    private static bool IsOpen(StepRow step) => step.Status is nameof(StepStatus.Running) or nameof(StepStatus.Waiting);

    private static WaitingFor? Of(StepRow step, IReadOnlySet<string> liveAgents) => step switch
    {
        { Kind: AgentKind or CallKind, Agent: { } agent } when !liveAgents.Contains(agent) =>
            new WaitingFor(step.Step, $"no worker of agent '{agent}' is running", agent),
        { Status: nameof(StepStatus.Waiting), Reason: { } reason } => new WaitingFor(step.Step, reason),
        _ => null,
    };
}
