using AgentBus.Contracts;
using AgentBus.Gateway.Auth;
using AgentBus.Gateway.Definitions;
using AgentBus.Storage.Outbox;
using AgentBus.Storage.Queries;
using AgentBus.Storage.Runs;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution;
using AgentBus.Workflows.Execution.Moves;

namespace AgentBus.Gateway.Runs;

/// <summary>Looks whether runs can go on with another version, and asks the orchestrator to move those that can.</summary>
internal sealed class RunMover(IRunStore runs, IOutboxStore outbox, DefinitionCatalog definitions, TimeProvider clock)
{
    /// <summary>What stands in the way of a run.</summary>
    public async Task<MoveReport> CheckAsync(RunView run, string to, CancellationToken cancellationToken)
    {
        var source = new WorkflowReference(run.Namespace, run.Name, run.Version);
        var target = await definitions.FindAsync(run.Tenant, source with { Version = to }, cancellationToken);
        var definition = await definitions.FindAsync(run.Tenant, source, cancellationToken);
        var obstacles = await ObstaclesAsync(run, definition, target, cancellationToken);
        return new MoveReport(run.Id, run.Version, to, obstacles.Count == 0, obstacles);
    }

    public Task MoveAsync(Caller caller, MoveReport report, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var message = GatewayMessages.ToOrchestrator(
            Guid.CreateVersion7(now), new MoveRun(caller.Tenant, report.Run, report.To, caller.Name), ContractsJson.Default.MoveRun, now);
        return outbox.AddAsync(caller.Tenant, report.Run, [message], cancellationToken);
    }

    private async Task<IReadOnlyList<MoveObstacle>> ObstaclesAsync(
        RunView run, WorkflowDefinition from, WorkflowDefinition to, CancellationToken cancellationToken)
    {
        if (await runs.LoadAsync(run.Tenant, run.Id, cancellationToken) is not { } row)
        {
            return [new MoveObstacle("", "the run is gone")];
        }

        var state = RunState.FromBytes(row.EngineState);
        var data = await runs.LoadDocumentsAsync(run.Tenant, run.Id, VersionMove.Reads(state), cancellationToken);
        return VersionMove.Obstacles(from, to, state, data);
    }
}
