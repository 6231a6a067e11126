namespace AgentBus.Contracts;

/// <summary>
/// Worker to registry: after 20 s of work, just before it acks the dispatch. From then on the lease, kept by heartbeats, stands
/// for the broker's redelivery: missed for 30 s, the next attempt is dispatched.
/// </summary>
public sealed record AttemptClaimed(string Tenant, Guid Run, string Step, int Attempt, string Agent, string Worker, double LeaseSeconds = 30);
