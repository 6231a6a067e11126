namespace AgentBus.Storage.Agents;

/// <summary>How the attempts of agent versions ended of late, counted by slices of time. Circuit breakers look at it; not by tenant.</summary>
public interface IAgentResults
{
    /// <summary>Adds to the observer's own counts.</summary>
    Task AddAsync(string observer, IReadOnlyList<AgentResultCount> counts, CancellationToken cancellationToken);

    /// <summary>The counts of the other observers since a time, summed by agent version and slice.</summary>
    Task<IReadOnlyList<AgentResultCount>> OthersAsync(string observer, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>The counts of all observers since a time, summed by agent version and slice.</summary>
    Task<IReadOnlyList<AgentResultCount>> AllAsync(DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>Forgets what is older.</summary>
    Task<int> SweepAsync(DateTimeOffset before, CancellationToken cancellationToken);
}

/// <summary>Attempts of one agent version in one slice of time.</summary>
/// <param name="Slice">When the slice began.</param>
public sealed record AgentResultCount(string Agent, string AgentVersion, DateTimeOffset Slice, int Succeeded, int Failed);
