using System.Collections.Frozen;
using AgentBus.Contracts;
using AgentBus.Storage.Workers;

namespace AgentBus.Orchestrator.Registry;

/// <summary>
/// Whose lanes are read, as the registry said about a second ago. A lane is used only while every live worker behind its queue reads it: what a lane holds
/// would be out of reach for the others. Not known yet, or nobody lives: the plain queue, which every worker reads.
/// </summary>
internal sealed class LaneRoster
{
    private volatile FrozenSet<string> _laned = FrozenSet<string>.Empty;

    /// <summary>Takes note of the workers that live.</summary>
    public void Learn(IReadOnlyList<WorkerRow> live)
    {
        var queues = live.SelectMany(worker => new[]
        {
            (Queue: Queues.Agent(worker.Agent), worker.Lanes),
            (Queue: Queues.Agent(worker.Agent, worker.AgentVersion), worker.Lanes),
        });
        _laned = queues.GroupBy(worker => worker.Queue).Where(workers => workers.All(worker => worker.Lanes)).Select(workers => workers.Key).ToFrozenSet();
    }

    /// <summary>Where a dispatch of this priority goes.</summary>
    public string QueueFor(string agent, string? version, string priority)
    {
        var queue = Queues.Agent(agent, version);
        return _laned.Contains(queue) ? Queues.Lane(queue, priority) : queue;
    }
}
