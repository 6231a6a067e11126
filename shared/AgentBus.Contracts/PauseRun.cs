namespace AgentBus.Contracts;

/// <summary>To the orchestrator: send nothing new for this run until it is resumed.</summary>
/// <param name="Command">The same on every repetition: a command is carried out once.</param>
/// <param name="By">Who asked.</param>
/// <param name="Reason">Why, for the history.</param>
public sealed record PauseRun(string Tenant, Guid Run, Guid Command, string By, string? Reason = null) : IRunMessage;
