using System.Text.Json;

namespace AgentBus.Contracts;

/// <summary>To the orchestrator: a person did this open step; here is its output.</summary>
/// <param name="Command">The same on every repetition: a command is carried out once.</param>
/// <param name="By">Who asked.</param>
/// <param name="Step">An open step, or one whose compensation failed.</param>
/// <param name="Output">In place of what the task would have made.</param>
/// <param name="Reason">Why, for the history.</param>
public sealed record CompleteStep(
    string Tenant, Guid Run, Guid Command, string By, string Step, JsonElement Output, string? Reason = null) : IRunMessage;
