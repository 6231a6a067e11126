using System.Text.Json;
using AgentBus.Storage.Approvals;

namespace AgentBus.Gateway.Approvals;

/// <summary>Body of <c>POST /v1/approvals/{id}</c>.</summary>
/// <param name="Decision">approve or deny.</param>
/// <param name="Comment">For the history; at most 4,000 characters.</param>
/// <param name="Form">The answer, where the approval has a form.</param>
[System.Text.Json.Serialization.JsonUnmappedMemberHandling(System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow)]
internal sealed record DecideRequest(string? Decision = null, string? Comment = null, JsonElement? Form = null);

/// <summary>A question to people.</summary>
/// <param name="State">open, approved, denied, timedOut or cancelled.</param>
/// <param name="Form">JSON Schema of the answer; null = approve or deny with a comment.</param>
/// <param name="Rung">Rungs of its escalation ladder gone up so far.</param>
/// <param name="Override">Whether who decided was not asked, by the right of an operator.</param>
internal sealed record ApprovalDetails(
    Guid Id, Guid Run, string Step, string Task, string Title, JsonElement? Details, IReadOnlyList<string> Assignees, IReadOnlyList<string> Groups,
    JsonElement? Form, string State, DateTimeOffset CreatedAt, DateTimeOffset? DueAt, string? DecidedBy, DateTimeOffset? DecidedAt, string? Comment,
    int Rung, bool Override)
{
    public static ApprovalDetails Of(ApprovalView view) => new(
        view.Id, view.Run, view.Step, view.Task, view.Title, RawJson.Parse(view.Details), view.Assignees, view.Groups,
        RawJson.Parse(view.Form), view.State, view.CreatedAt, view.DueAt, view.DecidedBy, view.DecidedAt, view.Comment, view.Rung, view.Override);
}
