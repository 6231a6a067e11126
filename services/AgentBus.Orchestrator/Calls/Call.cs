using System.Text.Json;
using AgentBus.Orchestrator.Calls.Secrets;

namespace AgentBus.Orchestrator.Calls;

/// <summary>A call that is being made, with its secrets in place.</summary>
/// <param name="Task">Path of the task, for errors.</param>
/// <param name="IdempotencyKey">What to hand to the server; null = nothing.</param>
internal sealed record Call(string Task, JsonElement With, string Tenant, Guid? IdempotencyKey, CallSecrets Secrets);
