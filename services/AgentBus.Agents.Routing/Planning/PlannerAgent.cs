using AgentBus.AgentSdk;

namespace AgentBus.Agents.Routing.Planning;

/// <summary>Makes plans for <c>call: plan</c> by rules over what the allowed agents can do. It asks no model: the same question gets the same plan.</summary>
[Agent("planner", Version = "1.0.0", Capabilities = ["plan-tasks"], Concurrency = 8)]
internal sealed class PlannerAgent : IAgent<PlannerInput, PlannerOutput>
{
    public Task<AgentResult<PlannerOutput>> RunAsync(PlannerInput input, AgentContext context, CancellationToken cancellationToken) =>
        Task.FromResult(string.IsNullOrWhiteSpace(input.GoalText)
            ? AgentResult.Permanent("bad-input", "The goal is empty. Say what the plan is for.")
            : PlanMaker.Make(input));
}
