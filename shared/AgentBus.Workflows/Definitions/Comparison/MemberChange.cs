using System.Text.Json;

namespace AgentBus.Workflows.Definitions.Comparison;

/// <summary>A value that differs.</summary>
/// <param name="Member">JSON pointer below the thing that changed, such as <c>/with/agent</c>.</param>
/// <param name="Before">Null = it was not there.</param>
/// <param name="After">Null = it is not there any more.</param>
public sealed record MemberChange(string Member, JsonElement? Before, JsonElement? After);
