using System.Text.Json;
using AgentBus.Workflows.Execution;
using AgentBus.Workflows.Execution.State;

namespace AgentBus.Workflows.Failures;

/// <summary>An error of a run in the form of RFC 7807; <paramref name="Code"/> and <paramref name="Agent"/> are extension members.</summary>
/// <param name="Instance">Path of the task it arose in.</param>
internal sealed record WorkflowError(
    string Type, int Status, string Title, string? Detail = null, string? Instance = null, string? Code = null, string? Agent = null)
{
    /// <summary>What was open and was closed by this error so far, as it was then; a run may be retried from it.</summary>
    public IReadOnlyList<Frame>? Fallen { get; init; }

    public JsonElement ToJson() => Json.Object(writer =>
    {
        writer.WriteString("type", Type);
        writer.WriteNumber("status", Status);
        writer.WriteString("title", Title);
        writer.Member("detail", Detail);
        writer.Member("instance", Instance);
        writer.Member("code", Code);
        writer.Member("agent", Agent);
    });

    public static WorkflowError FromJson(JsonElement error) => new(
        error.Text("type") ?? ErrorTypes.Runtime,
        error.ValueKind == JsonValueKind.Object && error.TryGetProperty("status", out var status) && status.TryGetInt32(out var code) ? code : 500,
        error.Text("title") ?? "Error",
        error.Text("detail"),
        error.Text("instance"),
        error.Text("code"),
        error.Text("agent"));

    /// <summary>The title, and the detail where there is one.</summary>
    public override string ToString() => Detail is null ? Title : $"{Title}: {Detail}";
}
