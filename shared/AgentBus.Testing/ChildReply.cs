using System.Text.Json;
using AgentBus.Workflows.Execution;

namespace AgentBus.Testing;

/// <summary>How a scripted workflow ends that another one runs.</summary>
/// <param name="Status">Completed, Faulted or Cancelled.</param>
/// <param name="Output">Of a completed one.</param>
/// <param name="Error">RFC 7807, of a faulted one.</param>
/// <param name="After">How long it takes on the test's clock.</param>
public sealed record ChildReply(RunStatus Status, JsonElement? Output = null, JsonElement? Error = null, TimeSpan After = default)
{
    /// <summary>It completes; the output is serialised with member names in camelCase.</summary>
    public static ChildReply Done(object? output) => new(RunStatus.Completed, JsonSerializer.SerializeToElement(output, JsonSerializerOptions.Web));

    /// <summary>It fails with an error of the standard's type <c>runtime</c>.</summary>
    public static ChildReply Faulted(string title, string? detail = null) => new(RunStatus.Faulted, Error: JsonSerializer.SerializeToElement(
        new { type = "https://serverlessworkflow.io/spec/1.0.0/errors/runtime", status = 500, title, detail = detail ?? title }, JsonSerializerOptions.Web));

    /// <summary>The same, after this time on the test's clock.</summary>
    public ChildReply Taking(TimeSpan time) => this with { After = time };
}
