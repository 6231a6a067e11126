namespace AgentBus.Contracts;

/// <summary>To the orchestrator: a claimed attempt was not heard of in time.</summary>
public sealed record LeaseExpired(string Tenant, Guid Run, string Step, int Attempt) : IRunMessage;
