using System.Text;
using System.Text.Json;
using AgentBus.Workflows.Definitions;

namespace AgentBus.Workflows.Events;

/// <summary>The rules of CloudEvents 1.0.2, section 3, and the one of the bus: a routing key has at most 255 bytes.</summary>
public static class CloudEventRules
{
    private const int MaxType = 255;
    private static readonly IReadOnlyList<string> Required = ["specversion", "id", "source", "type"];

    /// <summary>Every problem of an event; <paramref name="path"/> is where it lies in the body.</summary>
    public static IEnumerable<Problem> Check(JsonElement json, string path)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return [Error(path, "An event is a JSON object.")];
        }

        return CheckRequired(json, path)
            .Concat(json.EnumerateObject().SelectMany(member => CheckMember(member, path)))
            .Concat(json.TryGetProperty("data", out _) && json.TryGetProperty("data_base64", out _)
                ? [Error($"{path}/data_base64", "An event has either data or data_base64.")]
                : []);
    }

    private static IEnumerable<Problem> CheckRequired(JsonElement json, string path) =>
        Required.Where(name => !json.TryGetProperty(name, out var value) || value is not { ValueKind: JsonValueKind.String } || value.GetRawText() is "\"\"")
            .Select(name => Error($"{path}/{name}", $"The attribute '{name}' is missing or not a text that holds something."));

    private static IEnumerable<Problem> CheckMember(JsonProperty member, string path)
    {
        var where = $"{path}/{member.Name}";
        return member switch
        {
            { Name: "data" } => [],
            { Name: "data_base64", Value: var data } => data.ValueKind == JsonValueKind.String && data.TryGetBytesFromBase64(out _)
                ? []
                : [Error(where, "data_base64 is not base64 text.")],
            { Name: var name } when name.Length is 0 or > 64 || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)) =>
                [Error(where, $"'{name}' is not an attribute's name: lower-case letters and digits alone.")],
            { Value.ValueKind: JsonValueKind.Object or JsonValueKind.Array } => [Error(where, "An attribute is a text, a number or a boolean.")],
            { Value.ValueKind: JsonValueKind.String, Value: var text } when HasControl(text) =>
                [Error(where, "An attribute holds no control characters and no half of a character.")],
            { Name: "specversion", Value: { ValueKind: JsonValueKind.String } version } when version.GetString() is not ("1.0" or "") =>
                [Error(where, $"specversion is '{version}'; only 1.0 is understood.")],
            { Name: "type", Value: { ValueKind: JsonValueKind.String } type } when Encoding.UTF8.GetByteCount(type.GetString()!) > MaxType =>
                [Error(where, $"The type is longer than {MaxType} bytes.")],
            { Name: "time", Value: var time } when time.ValueKind != JsonValueKind.Null && (time.ValueKind != JsonValueKind.String || !time.TryGetDateTimeOffset(out _)) =>
                [Error(where, "time is not an RFC 3339 time such as 2026-01-31T12:00:00Z.")],
            _ => [],
        };
    }

    // Section 3.1 of the specification: no U+0000 to U+001F, no U+007F to U+009F, no surrogate that stands alone.
    private static bool HasControl(JsonElement text)
    {
        try
        {
            return text.GetString()!.Any(char.IsControl);
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    private static Problem Error(string path, string message) => new(0, 0, path, message);
}
