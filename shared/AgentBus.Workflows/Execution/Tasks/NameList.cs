using System.Text.Json;
using AgentBus.Workflows.Execution.Control;
using AgentBus.Workflows.Expressions;
using AgentBus.Workflows.Failures;

namespace AgentBus.Workflows.Execution.Tasks;

/// <summary>Lists of people and groups.</summary>
internal static class NameList
{
    /// <summary>Names that one approval may list, and characters of one.</summary>
    private const int Most = 100;

    private const int Longest = 200;

    /// <summary>What a template names: an array of texts, one text, or null for nobody.</summary>
    public static string[] Of(Scope scope, Template? template, string task)
    {
        if (template is null)
        {
            return [];
        }

        var value = scope.Render(template.Root);
        IReadOnlyList<JsonElement> items = value.ValueKind switch
        {
            JsonValueKind.Array => [.. value.EnumerateArray()],
            JsonValueKind.Null => [],
            _ => [value],
        };
        if (items.Count > Most || !items.All(IsName))
        {
            throw new WorkflowFault(new WorkflowError(ErrorTypes.Expression, 400, "No list of names",
                $"{template.Path} must make a list of at most {Most} names, each a text of 1 to {Longest} characters; it made {Limits.Clip(value.GetRawText())}.", task));
        }

        return [.. items.Select(item => item.GetString()!).Distinct()];
    }

    /// <summary>Writes the member unless there are none.</summary>
    public static void Names(this Utf8JsonWriter writer, string name, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var one in names)
        {
            writer.WriteStringValue(one);
        }

        writer.WriteEndArray();
    }

    private static bool IsName(JsonElement item) => item.ValueKind == JsonValueKind.String && item.GetString()!.Length is > 0 and <= Longest;
}
