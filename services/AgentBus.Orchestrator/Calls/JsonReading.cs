using System.Text.Json;

namespace AgentBus.Orchestrator.Calls;

/// <summary>Short forms for JSON whose members may be missing.</summary>
internal static class JsonReading
{
    /// <summary>The member; null when it is missing or null.</summary>
    public static JsonElement? Member(this JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;

    /// <summary>The member as text; null when it is missing or no text.</summary>
    public static string? Text(this JsonElement value, string name) =>
        value.Member(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static bool Flag(this JsonElement value, string name) => value.Member(name) is { ValueKind: JsonValueKind.True };

    /// <summary>The members of an object; none when it is missing.</summary>
    /// <exception cref="CallException">It is no object.</exception>
    public static IEnumerable<(string Name, JsonElement Value)> Members(this JsonElement value, string name) => value.Member(name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Object } map => map.EnumerateObject().Select(member => (member.Name, member.Value)),
        { ValueKind: var kind } => throw new CallException("validation", 400, $"'{name}' must be an object; the expression made a value of type {kind.ToString().ToLowerInvariant()}."),
    };

    /// <summary>A scalar as it stands in an address or a header; null for null.</summary>
    /// <exception cref="CallException">It is an object or an array.</exception>
    public static string? Scalar(JsonElement value, string what) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Object or JsonValueKind.Array =>
            throw new CallException("validation", 400, $"{what} must be a text, a number, true or false, not an {value.ValueKind.ToString().ToLowerInvariant()}."),
        _ => value.GetRawText(),
    };
}
