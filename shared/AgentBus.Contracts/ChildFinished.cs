using System.Text.Json;

namespace AgentBus.Contracts;

/// <summary>To the orchestrator: a run that a step of this one started, and waits for, has ended.</summary>
/// <param name="Run">The run that waits.</param>
/// <param name="Step">Its step.</param>
/// <param name="Child">The run that ended.</param>
/// <param name="State"><c>Completed</c>, <c>Faulted</c> or <c>Cancelled</c>.</param>
/// <param name="Output">Present when completed.</param>
/// <param name="CostUsd">What it spent, runs it awaited included, and what its budget still holds for attempts that may yet end.</param>
/// <param name="Tokens">Tokens likewise.</param>
/// <param name="Error">RFC 7807; present when it failed, or when its output is too large to be carried.</param>
public sealed record ChildFinished(
    string Tenant, Guid Run, string Step, Guid Child, string State, JsonElement? Output = null, JsonElement? Error = null,
    decimal CostUsd = 0, long Tokens = 0) : IRunMessage;
