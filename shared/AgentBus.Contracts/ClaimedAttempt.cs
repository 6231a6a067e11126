namespace AgentBus.Contracts;

/// <summary>An attempt held by a lease.</summary>
public sealed record ClaimedAttempt(Guid Run, string Step, int Attempt);
