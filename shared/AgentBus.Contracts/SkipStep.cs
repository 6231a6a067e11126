using System.Text.Json;

namespace AgentBus.Contracts;

/// <summary>To the orchestrator: go on without this open step, as if its condition had been false.</summary>
/// <param name="Command">The same on every repetition: a command is carried out once.</param>
/// <param name="By">Who asked.</param>
/// <param name="Step">An open step, or one whose compensation failed.</param>
/// <param name="Output">What the next task gets; null = the step's own input.</param>
/// <param name="Reason">Why, for the history.</param>
public sealed record SkipStep(
    string Tenant, Guid Run, Guid Command, string By, string Step, JsonElement? Output = null, string? Reason = null) : IRunMessage;
