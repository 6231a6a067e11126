using System.Text.Json;

namespace AgentBus.Workflows.Execution;

/// <summary>A question to people.</summary>
public sealed record ApprovalOrder(
    string Step,
    string Task,
    string Title,
    JsonElement? Details,
    IReadOnlyList<string> Assignees,
    IReadOnlyList<string> Groups,
    JsonElement? Form,
    DateTimeOffset? DueAt);
