using AgentBus.Workflows.Execution;

namespace AgentBus.Storage.Agents;

/// <summary>Completed outputs to use again. They are written with the run that made them, through <see cref="Runs.WriteSet.CachedOutputs"/>.</summary>
public interface IOutputCache
{
    /// <summary>
    /// The newest output of this agent under this key that has not expired. While workers of the agent run (seen since
    /// <paramref name="liveSince"/>), only outputs of their versions count: a new version does not answer with its predecessor's words.
    /// </summary>
    Task<CachedOutput?> FindAsync(
        string tenant, string agent, string key, DateTimeOffset now, DateTimeOffset liveSince, CancellationToken cancellationToken);

    /// <summary>Deletes what expired, at most this many; returns how many.</summary>
    Task<int> SweepAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken);
}
