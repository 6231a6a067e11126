using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentBus.Gateway.Runs;

/// <summary>Body of <c>pause</c>, <c>resume</c> and <c>/steps/{step}/retry</c>; may be left out.</summary>
/// <param name="Reason">For the history.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ControlRequest(string? Reason = null);

/// <summary>Body of <c>POST /v1/runs/{id}/retry</c>; may be left out.</summary>
/// <param name="Step">Only this step; left out = all that failed or is parked.</param>
/// <param name="Reason">For the history.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record RetryRunRequest(string? Step = null, string? Reason = null);

/// <summary>Body of <c>POST /v1/runs/{id}/restart</c>.</summary>
/// <param name="From">Id of a step that began, or path of its task: the last time it began counts.</param>
/// <param name="Reason">For the history.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record RestartRunRequest(string? From = null, string? Reason = null);

/// <summary>Body of <c>/steps/{step}/complete</c> and <c>/steps/{step}/skip</c>.</summary>
/// <param name="Output">What the task would have made; needed to complete. Skipped without one, the step hands its input on.</param>
/// <param name="Reason">For the history.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record StepByHandRequest(JsonElement? Output = null, string? Reason = null);
