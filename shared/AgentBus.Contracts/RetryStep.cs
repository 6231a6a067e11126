namespace AgentBus.Contracts;

/// <summary>To the orchestrator: try again what failed or is parked.</summary>
/// <param name="Command">The same on every repetition: a command is carried out once.</param>
/// <param name="By">Who asked.</param>
/// <param name="Step">Which step; null = all that failed.</param>
/// <param name="Reason">Why, for the history.</param>
public sealed record RetryStep(string Tenant, Guid Run, Guid Command, string By, string? Step = null, string? Reason = null) : IRunMessage;
