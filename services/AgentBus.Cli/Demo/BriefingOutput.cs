using System.Globalization;
using System.Text.Json;

namespace AgentBus.Cli.Demo;

/// <summary>Reads the briefing's output and checks each citation against its source.</summary>
internal static class BriefingOutput
{
    public static DemoOutput Check(JsonElement output)
    {
        var citations = output.TryGetProperty("citations", out var cited) && cited.ValueKind == JsonValueKind.Array
            ? cited.EnumerateArray().Select(Citation).ToList()
            : [];
        return new DemoOutput(
            Text(output, "file"),
            output.TryGetProperty("sentences", out var count) && count.TryGetInt32(out var sentences) ? sentences : citations.Count,
            citations);
    }

    private static DemoCitation Citation(JsonElement citation)
    {
        var (sentence, source) = (Text(citation, "sentence") ?? "", Text(citation, "source") ?? "");
        var (from, to) = Lines(citation);
        var remote = source.StartsWith("http", StringComparison.OrdinalIgnoreCase);
        return new DemoCitation(
            sentence, source, $"{from}-{to}", remote ? null : CitationCheck.IsSupported(sentence, source, from, to));
    }

    private static (int From, int To) Lines(JsonElement citation)
    {
        if (!citation.TryGetProperty("lines", out var lines))
        {
            return (0, 0);
        }

        if (lines.ValueKind == JsonValueKind.Object)
        {
            return (lines.GetProperty("from").GetInt32(), lines.GetProperty("to").GetInt32());
        }

        var numbers = lines.ToString().Split(['-', '–'], StringSplitOptions.TrimEntries);
        return int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out var from)
            && int.TryParse(numbers[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var to) ? (from, to) : (0, 0);
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
