namespace AgentBus.Contracts;

/// <summary>To the orchestrator: a run was committed as Pending; begin it. Its input is in the store.</summary>
public sealed record StartRun(string Tenant, Guid Run) : IRunMessage;
