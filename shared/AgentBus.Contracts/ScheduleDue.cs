namespace AgentBus.Contracts;

/// <summary>To the orchestrator, when due: start the run of this time, and have the next one come. Dropped when another version took over.</summary>
public sealed record ScheduleDue(string Tenant, string Namespace, string Name, string Version, DateTimeOffset Due);
