namespace AgentBus.Gateway.Agents;

/// <summary>When a worker of each agent was last heard of.</summary>
/// <param name="Last">By agent; those never heard of are not there.</param>
/// <param name="LiveSince">Heard of since then = live.</param>
internal sealed record AgentsSeen(IReadOnlyDictionary<string, DateTimeOffset> Last, DateTimeOffset LiveSince)
{
    public bool IsLive(string agent) => LastSeen(agent) >= LiveSince;

    public DateTimeOffset? LastSeen(string agent) => Last.TryGetValue(agent, out var at) ? at : null;
}
