using System.Text.Json;
using System.Text.Json.Nodes;
using AgentBus.Cli.Runs;
using AgentBus.Cli.Screen;

namespace AgentBus.Cli.Approvals;

/// <summary>Makes the answer to a form out of <c>--form</c>; what its schema calls a text stays one, whatever it looks like.</summary>
internal static class FormInput
{
    /// <summary>Key=value pairs, or one value: JSON text, a file or standard input.</summary>
    public static async Task<JsonNode> ReadAsync(Session session, IReadOnlyList<string> given, JsonElement? form)
    {
        if (given is [var only] && (only.TrimStart().StartsWith('{') || !only.Contains('=')))
        {
            return only.TrimStart().StartsWith('{') ? RunInput.Parse(only, "--form") : RunInput.Parse(await session.ReadAsync(only), only);
        }

        var answer = (JsonObject)RunInput.Of(given);
        foreach (var (name, text) in given.Select(pair => pair.Split('=', 2)).Where(pair => IsText(form, pair[0])).Select(pair => (pair[0], pair[1])))
        {
            answer[name] = text;
        }

        return answer;
    }

    /// <summary>The fields of a form as cells: name, type, required, meaning.</summary>
    public static IEnumerable<IReadOnlyList<string>> Fields(JsonElement form)
    {
        var required = Texts(form, "required").ToHashSet();
        return Properties(form).Select(field => (IReadOnlyList<string>)
        [
            Shown.Safe(field.Name), Shown.Safe(Type(field.Value)), required.Contains(field.Name) ? "yes" : "",
            Shown.Safe(Text(field.Value, "description") ?? Text(field.Value, "title")),
        ]);
    }

    /// <summary>Whether the form may be left out: its schema takes null.</summary>
    public static bool IsOptional(JsonElement form) =>
        form.ValueKind == JsonValueKind.Object && form.TryGetProperty("type", out var type)
        && (type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Any(IsNull) : IsNull(type));

    /// <summary>How to fill the form, such as <c>stars=... --form why=...</c>.</summary>
    public static string Example(JsonElement form)
    {
        var names = Texts(form, "required").Concat(Properties(form).Select(field => field.Name)).Distinct().ToList();
        return names.Count == 0 ? "'<json>'" : string.Join(" --form ", names.Select(name => $"{name}=..."));
    }

    private static bool IsText(JsonElement? form, string name) =>
        form is { } schema && Properties(schema).Any(field => field.Name == name && Text(field.Value, "type") == "string");

    private static bool IsNull(JsonElement type) => type.ValueKind == JsonValueKind.String && type.GetString() == "null";

    private static string Type(JsonElement schema) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("enum", out var values) ? $"one of {values.GetRawText()}"
        : schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("type", out var type) ? type.ToString()
        : "any";

    private static JsonElement.ObjectEnumerator Properties(JsonElement form) =>
        form.ValueKind == JsonValueKind.Object && form.TryGetProperty("properties", out var fields) && fields.ValueKind == JsonValueKind.Object
            ? fields.EnumerateObject()
            : default;

    private static IEnumerable<string> Texts(JsonElement form, string name) =>
        form.ValueKind == JsonValueKind.Object && form.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)
            : [];

    private static string? Text(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
