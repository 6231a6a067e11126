using AgentBus.Storage.Runs;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution;
using AgentBus.Workflows.Execution.Moves;

namespace AgentBus.Orchestrator.Runs;

/// <summary>Decides on moving a run to another version: what the gateway found free may be in the way by now, so it is looked at again.</summary>
internal sealed class RunMoves(IRunStore runs, DefinitionCache definitions)
{
    public async Task<Decision> DecideAsync(
        LoadedRun run, WorkflowDefinition from, RunState state, RunEvent.MoveRequested request, CancellationToken cancellationToken)
    {
        var to = await definitions.GetAsync(run.Tenant, from.Key with { Version = request.Version }, cancellationToken);
        var data = await runs.LoadDocumentsAsync(run.Tenant, run.Id, VersionMove.Reads(state), cancellationToken);
        return VersionMove.Decide(from, to, state, data, request);
    }
}
