using AgentBus.Storage.Agents;
using AgentBus.Storage.Workers;
using AgentBus.Workflows.Failures;
using Microsoft.Extensions.Options;

namespace AgentBus.Gateway.Agents;

/// <summary>What the registry of workers says: who lives, and who was ever announced.</summary>
internal sealed class AgentRegistry(IWorkerStore workers, IAgentResults results, IOptions<GatewayOptions> options, TimeProvider clock)
{
    /// <summary>Every agent, live ones or not, as long as the registry remembers its workers.</summary>
    public async Task<IReadOnlyList<AgentView>> ListAsync(CancellationToken cancellationToken)
    {
        var liveSince = LiveSince();
        var rows = await workers.ListAsync(DateTimeOffset.UnixEpoch, cancellationToken);
        var counts = await results.AllAsync(clock.GetUtcNow() - CircuitPolicy.Memory, cancellationToken);
        return
        [
            .. rows.GroupBy(row => row.Agent).OrderBy(g => g.Key).Select(agent => AgentView.Of(
                agent.Key, [.. agent], liveSince, VersionResults.Of([.. counts.Where(count => count.Agent == agent.Key)], clock.GetUtcNow()))),
        ];
    }

    /// <summary>Agents with at least one live worker.</summary>
    public async Task<IReadOnlySet<string>> LiveAsync(CancellationToken cancellationToken) =>
        (await workers.ListAsync(LiveSince(), cancellationToken)).Select(row => row.Agent).ToHashSet();

    /// <summary>Agents of which the registry remembers any worker.</summary>
    public async Task<IReadOnlySet<string>> AnnouncedAsync(CancellationToken cancellationToken) =>
        (await workers.ListAsync(DateTimeOffset.UnixEpoch, cancellationToken)).Select(row => row.Agent).ToHashSet();

    /// <summary>When each agent was last heard of, as long as the registry remembers its workers.</summary>
    public async Task<AgentsSeen> SeenAsync(CancellationToken cancellationToken) => new(
        (await workers.ListAsync(DateTimeOffset.UnixEpoch, cancellationToken)).GroupBy(row => row.Agent).ToDictionary(g => g.Key, g => g.Max(row => row.SeenAt)),
        LiveSince());

    private DateTimeOffset LiveSince() => clock.GetUtcNow() - TimeSpan.FromSeconds(options.Value.WorkerTimeoutSeconds);
}
