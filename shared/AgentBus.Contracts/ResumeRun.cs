namespace AgentBus.Contracts;

/// <summary>To the orchestrator: a paused run goes on, and so do its parked steps.</summary>
/// <param name="Command">The same on every repetition: a command is carried out once.</param>
/// <param name="By">Who asked.</param>
/// <param name="Reason">Why, for the history.</param>
public sealed record ResumeRun(string Tenant, Guid Run, Guid Command, string By, string? Reason = null) : IRunMessage;
