namespace AgentBus.Contracts;

/// <summary>To the orchestrator: the run that a schedule started has ended; the next one is due at this time.</summary>
public sealed record ScheduleFollowing(string Tenant, string Namespace, string Name, string Version, DateTimeOffset Due);
