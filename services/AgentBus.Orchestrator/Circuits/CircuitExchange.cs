using AgentBus.Hosting.Periodic;
using AgentBus.Orchestrator.Registry;
using AgentBus.Storage.Agents;
using AgentBus.Storage.Workers;
using AgentBus.Workflows.Failures;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentBus.Orchestrator.Circuits;

/// <summary>Tells the other orchestrators what this one counted, and learns what they did and which workers live, about once a second.</summary>
internal sealed class CircuitExchange(
    CircuitBoard board,
    LaneRoster lanes,
    IAgentResults results,
    IWorkerStore workers,
    IOptions<OrchestratorOptions> options,
    TimeProvider clock,
    ILogger<CircuitExchange> logger)
    : PeriodicService(Every, clock)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly string _observer = Guid.CreateVersion7().ToString("N");
    private DateTimeOffset _swept;

    public override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        var now = Clock.GetUtcNow();
        var live = await workers.ListAsync(now - options.Value.Lease, cancellationToken);
        lanes.Learn(live);
        var untold = board.TakeUntold();
        try
        {
            await results.AddAsync(_observer, untold, cancellationToken);
        }
        catch
        {
            board.PutBack(untold);
            throw;
        }

        var others = await results.OthersAsync(_observer, now - CircuitPolicy.Memory, cancellationToken);
        board.Learn(others, live.Select(worker => (worker.Agent, worker.AgentVersion)).ToHashSet());
        if (now - _swept > TimeSpan.FromMinutes(1))
        {
            _swept = now;
            await results.SweepAsync(now - CircuitPolicy.Memory, cancellationToken);
        }
    }

    protected override void Failed(Exception error) => Log.CircuitsNotExchanged(logger, error.Message);
}
