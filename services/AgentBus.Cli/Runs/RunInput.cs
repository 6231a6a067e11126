using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentBus.Cli.Runs;

/// <summary>Makes a run's input out of <c>-i key=value</c>: a value that is JSON is that, any other is text; a repeated key makes an array.</summary>
internal static class RunInput
{
    public static JsonNode Of(IReadOnlyList<string> pairs)
    {
        var input = new JsonObject();
        foreach (var group in pairs.Select(Split).GroupBy(pair => pair.Key))
        {
            var values = group.Select(pair => Value(pair.Value)).ToArray();
            input[group.Key] = values.Length == 1 ? values[0] : new JsonArray(values);
        }

        return input;
    }

    /// <summary>The JSON of a file, with an error that names it.</summary>
    public static JsonNode Parse(string json, string where)
    {
        try
        {
            return JsonNode.Parse(json) ?? throw CliException.Usage($"{where} holds null; an input is wanted.");
        }
        catch (JsonException e)
        {
            throw JsonWords.Refusal(where, json, e);
        }
    }

    private static (string Key, string Value) Split(string pair) => pair.IndexOf('=', StringComparison.Ordinal) is var at and > 0
        ? (pair[..at], pair[(at + 1)..])
        : throw CliException.Usage($"'{pair}' is not an input; key=value is wanted.");

    private static JsonNode? Value(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }
}
