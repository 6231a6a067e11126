namespace AgentBus.Contracts;

/// <summary>To the orchestrator, when due: a timer of this run. Stale ones are dropped by name.</summary>
public sealed record TimerFired(string Tenant, Guid Run, string Timer) : IRunMessage;
