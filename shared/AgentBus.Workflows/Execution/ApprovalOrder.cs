using System.Text.Json;

namespace AgentBus.Workflows.Execution;

/// <summary>A question to people. With neither assignees nor groups anybody who may approve decides.</summary>
public sealed record ApprovalOrder(
    string Step,
    string Task,
    string Title,
    JsonElement? Details,
    IReadOnlyList<string> Assignees,
    IReadOnlyList<string> Groups,
    JsonElement? Form,
    DateTimeOffset? DueAt);
