using System.Text;

namespace AgentBus.Jq.Tests;

/// <summary>One group of jq's own test files.</summary>
internal sealed record ConformanceCase(int Line, string Program, string Input, IReadOnlyList<string> Outputs, bool MustFail);

/// <summary>jq's own test files, where they are present.</summary>
internal static class Conformance
{
    private static readonly string? Folder = FindFolder();

    public static string? Missing => Folder is null
        ? "jq's own test files are absent: put them at ../shared/data/jq beside the repository or set AGENTBUS_TEST_DATA to the folder that holds jq/." : null;

    public static List<ConformanceCase> Read(string file)
    {
        var lines = File.ReadAllLines(Path.Combine(Folder!, file), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        var cases = new List<ConformanceCase>();
        for (var i = 0; i < lines.Length;)
        {
            if (IsSkipped(lines[i]))
            {
                i++;
                continue;
            }

            var mustFail = lines[i].StartsWith("%%FAIL", StringComparison.Ordinal);
            var start = mustFail ? ++i : i;
            var end = start;
            while (end < lines.Length && !string.IsNullOrWhiteSpace(lines[end]))
            {
                end++;
            }

            cases.Add(mustFail
                ? new ConformanceCase(start + 1, lines[start], "null", [], MustFail: true)
                : new ConformanceCase(start + 1, lines[start], lines[start + 1], [.. lines[(start + 2)..end].Where(line => !IsSkipped(line))], MustFail: false));
            i = end;
        }

        return cases;
    }

    private static bool IsSkipped(string line) => string.IsNullOrWhiteSpace(line) || line.TrimStart().StartsWith('#');

    private static string? FindFolder()
    {
        var data = Environment.GetEnvironmentVariable("AGENTBUS_TEST_DATA");
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); data is null && at is not null; at = at.Parent)
        {
            data = File.Exists(Path.Combine(at.FullName, "AgentBus.sln")) ? Path.Combine(at.FullName, "..", "shared", "data") : null;
        }

        var folder = data is null ? null : Path.Combine(data, "jq");
        return Directory.Exists(folder) ? folder : null;
    }
}

/// <summary>A theory over jq's own test files; skipped, with the reason, where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ConformanceTheoryAttribute : TheoryAttribute
{
    /// <summary>Skips where the files are absent.</summary>
    public ConformanceTheoryAttribute() => Skip = Conformance.Missing;
}
