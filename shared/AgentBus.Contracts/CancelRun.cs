namespace AgentBus.Contracts;

/// <summary>To the orchestrator: end this run. Completed steps with a compensation are compensated unless told not to.</summary>
/// <param name="Command">The same on every repetition: a command is carried out once.</param>
/// <param name="By">Who asked.</param>
/// <param name="Reason">Why, for the history.</param>
/// <param name="Compensate">Whether completed steps are compensated.</param>
public sealed record CancelRun(string Tenant, Guid Run, Guid Command, string By, string? Reason = null, bool Compensate = true) : IRunMessage;
