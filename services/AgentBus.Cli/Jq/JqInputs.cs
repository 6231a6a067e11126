using System.Buffers;
using System.Text;
using System.Text.Json;

namespace AgentBus.Cli.Jq;

/// <summary>What <c>agentbus jq</c> gives to the filter.</summary>
internal static class JqInputs
{
    /// <summary>The JSON values of a text, one after the other; with slurp one array of them all.</summary>
    public static IReadOnlyList<JsonElement> Read(string text, bool slurp)
    {
        var values = Values(text);
        return slurp ? [JsonSerializer.SerializeToElement(values, Api.ApiJson.Default.ListJsonElement)] : values;
    }

    /// <summary>Variables of <c>--arg name=text</c> and <c>--argjson name=value</c>.</summary>
    public static Dictionary<string, JsonElement> Variables(IReadOnlyList<string> texts, IReadOnlyList<string> values)
    {
        var variables = new Dictionary<string, JsonElement>();
        foreach (var (name, text) in texts.Select(given => Split("--arg", given)))
        {
            variables[name] = JsonSerializer.SerializeToElement(text, Api.ApiJson.Default.String);
        }

        foreach (var (name, json) in values.Select(given => Split("--argjson", given)))
        {
            try
            {
                variables[name] = JsonElement.Parse(json);
            }
            catch (JsonException e)
            {
                throw JsonWords.Refusal($"--argjson {name}", json, e);
            }
        }

        return variables;
    }

    private static (string Name, string Value) Split(string option, string given) =>
        given.IndexOf('=') is > 0 and var at
            ? (given[..at].TrimStart('$'), given[(at + 1)..])
            : throw CliException.Usage($"{option} {given}: write it as name=value.");

    private static List<JsonElement> Values(string text)
    {
        var values = new List<JsonElement>();
        try
        {
            var reader = new Utf8JsonReader(
                new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(text)), new JsonReaderOptions { AllowMultipleValues = true });
            while (reader.Read())
            {
                values.Add(JsonElement.ParseValue(ref reader));
            }
        }
        catch (JsonException e)
        {
            throw JsonWords.Refusal("The input", text, e);
        }

        return values;
    }
}
