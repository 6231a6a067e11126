using System.Text.Json;
using AgentBus.Orchestrator.Registry;
using AgentBus.Orchestrator.Relay;
using AgentBus.Orchestrator.Saga;
using AgentBus.Storage.Runs;
using AgentBus.Workflows.Execution;

namespace AgentBus.Orchestrator.Runs;

/// <summary>
/// Begins the runs that the orchestrator itself starts, for events and schedules: the first decision is made before the run is there and committed
/// with it, so that a start costs neither a message nor a commit of its own.
/// </summary>
internal sealed class RunBeginner(RunAdvancer advancer, LaneRoster lanes, ICommitter committer, RecentRuns recent, OutboxRelay relay)
{
    /// <summary>False = the run was there already; nothing was written.</summary>
    public async Task<bool> BeginAsync(NewRun run, CancellationToken cancellationToken)
    {
        var row = new LoadedRun(run.Id, run.Tenant, 0, nameof(RunStatus.Pending), run.Namespace, run.Name, run.Version, run.EngineState);
        var saga = new RunSaga
        {
            CorrelationId = run.Id, CurrentState = row.Status, Row = row, State = RunState.FromBytes(run.EngineState),
            Known = new Dictionary<string, JsonElement> { [DocumentKeys.Input] = JsonElement.Parse(run.Input.Span) },
        };
        var decided = await advancer.DecideAsync(saga, new RunEvent.Started(), null, cancellationToken)
            ?? throw new InvalidOperationException($"The start of run {run.Id} decided nothing.");
        var set = WriteSetBuilder.Build(row, [decided], lanes) with { Begins = run };
        if (!await committer.CommitAsync(set, cancellationToken))
        {
            return false;
        }

        recent.Written(row, set, decided.State);
        relay.Committed(set);
        return true;
    }
}
