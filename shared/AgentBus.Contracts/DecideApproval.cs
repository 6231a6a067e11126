using System.Text.Json;

namespace AgentBus.Contracts;

/// <summary>To the orchestrator: a person decided. The decision was committed to the approval first, so there is one.</summary>
/// <param name="Override">Whether it was somebody who was not asked, by the right of an operator.</param>
public sealed record DecideApproval(
    string Tenant, Guid Run, string Step, bool Approved, string By, string? Comment = null, JsonElement? Form = null, bool Override = false)
    : IRunMessage;
