using System.Text.Json;

namespace AgentBus.Contracts;

/// <summary>To the orchestrator: go on from this step, with the input it had then.</summary>
/// <param name="Command">The same on every repetition: a command is carried out once.</param>
/// <param name="By">Who asked.</param>
/// <param name="Step">A step that began earlier in this run.</param>
/// <param name="Origin">What the history recorded when it began: where its input and the context are.</param>
/// <param name="Reason">Why, for the history.</param>
public sealed record RestartStep(
    string Tenant, Guid Run, Guid Command, string By, string Step, JsonElement Origin, string? Reason = null) : IRunMessage;
