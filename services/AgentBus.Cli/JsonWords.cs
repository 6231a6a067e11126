using System.Text.Json;

namespace AgentBus.Cli;

/// <summary>What is wrong with a text that is to be JSON, for a person.</summary>
internal static class JsonWords
{
    /// <summary>One sentence: what was given, and where it stops being JSON.</summary>
    /// <param name="what">The option or file.</param>
    /// <param name="json">What it holds.</param>
    /// <param name="error">The reader's.</param>
    public static CliException Refusal(string what, string json, JsonException error)
    {
        if (json.AsSpan().Trim().IsEmpty)
        {
            return CliException.Usage($"{what} is empty; JSON is wanted.");
        }

        var line = (int)(error.LineNumber ?? 0);
        var lines = json.Split('\n');
        var at = (int)(error.BytePositionInLine ?? 0);
        var isEnd = line >= lines.Length - 1 && at >= System.Text.Encoding.UTF8.GetByteCount(lines[^1].TrimEnd());
        var problem = isEnd ? "it ends too early, with something still open" : $"line {line + 1}, character {at + 1} is unexpected";
        var hint = char.IsLetter(json.TrimStart()[0]) ? " A text is written in double quotes." : "";
        return CliException.Usage($"{what} is not JSON: {problem}.{hint}");
    }
}
