using System.Text.Json;

namespace AgentBus.Gateway;

/// <summary>JSON that the store keeps as text.</summary>
internal static class RawJson
{
    public static JsonElement? Parse(string? json) => json is null ? null : JsonElement.Parse(json);
}
