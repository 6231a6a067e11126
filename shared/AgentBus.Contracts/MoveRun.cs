namespace AgentBus.Contracts;

/// <summary>To the orchestrator: have the run go on with this version of its definition. What stands in the way then is in its history.</summary>
public sealed record MoveRun(string Tenant, Guid Run, string Version, string By) : IRunMessage;
