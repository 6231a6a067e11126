namespace AgentBus.Orchestrator.Calls;

/// <summary>For whom a call is made.</summary>
/// <param name="Tenant">Whose secrets it may read.</param>
/// <param name="IdempotencyKey">The same for every attempt of the step.</param>
public sealed record CallIdentity(string Tenant, string IdempotencyKey);
