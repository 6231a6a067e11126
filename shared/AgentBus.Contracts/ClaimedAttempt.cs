namespace AgentBus.Contracts;

/// <summary>An attempt held by a lease.</summary>
public sealed record ClaimedAttempt(string Tenant, Guid Run, string Step, int Attempt);
