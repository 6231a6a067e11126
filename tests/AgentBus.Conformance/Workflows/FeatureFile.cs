namespace AgentBus.Conformance.Workflows;

/// <summary>A step of a scenario without its keyword, and the text block below it.</summary>
internal sealed record ScenarioStep(string Text, string? Block);

/// <summary>A scenario of a feature file.</summary>
internal sealed record Scenario(string Feature, string Name, IReadOnlyList<ScenarioStep> Steps);

/// <summary>Reads the part of Gherkin that the standard's feature files use: scenarios, steps and text blocks.</summary>
internal static class FeatureFile
{
    private const string Fence = "\"\"\"";

    private static readonly string[] Keywords = ["Given ", "When ", "Then ", "And ", "But "];

    public static IEnumerable<Scenario> Read(string path)
    {
        var lines = File.ReadAllLines(path);
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Trim() is var line && line.StartsWith("Scenario:", StringComparison.Ordinal))
            {
                yield return new Scenario(Path.GetFileNameWithoutExtension(path), line["Scenario:".Length..].Trim(), [.. Steps(lines, i + 1)]);
            }
        }
    }

    private static IEnumerable<ScenarioStep> Steps(string[] lines, int from)
    {
        for (var i = from; i < lines.Length && !lines[i].TrimStart().StartsWith("Scenario:", StringComparison.Ordinal); i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0 || line.StartsWith('#'))
            {
                continue;
            }

            var keyword = Keywords.FirstOrDefault(word => line.StartsWith(word, StringComparison.Ordinal))
                ?? throw new FormatException($"Line {i + 1} is no step: {line}");
            var block = i + 1 < lines.Length && lines[i + 1].TrimStart().StartsWith(Fence, StringComparison.Ordinal)
                ? lines.Skip(i + 2).TakeWhile(below => below.Trim() != Fence).ToList()
                : null;
            i += block is null ? 0 : block.Count + 2;
            yield return new ScenarioStep(line[keyword.Length..], block is null ? null : string.Join('\n', block));
        }
    }
}
