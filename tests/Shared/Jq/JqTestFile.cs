using System.Text;
using System.Text.RegularExpressions;

namespace AgentBus.Tests.Shared.Jq;

/// <summary>One group of jq's own test files.</summary>
internal sealed record JqTestCase(int Line, string Program, string Input, IReadOnlyList<string> Outputs, bool MustFail)
{
    private static readonly Regex Text = new("\"(?:\\\\.|[^\"\\\\])*\"", RegexOptions.NonBacktracking);

    private static readonly (Regex Uses, string Reason)[] Refused =
    [
        (new Regex(@"\$ENV\b|(^|[^.$\w])env\b", RegexOptions.NonBacktracking), "reads the environment"),
        (new Regex(@"(^|[^.$\w])inputs?\b(?!\s*:)", RegexOptions.None, TimeSpan.FromSeconds(1)), "reads further inputs"),
        (new Regex(@"^\s*(import|include)\s|\bmodulemeta\b", RegexOptions.NonBacktracking), "needs modules in files"),
    ];

    /// <summary>Why it is left out; null when it counts. What must fail always counts.</summary>
    public string? Excluded => MustFail ? null : Refused.FirstOrDefault(refused => refused.Uses.IsMatch(Text.Replace(Program, "\"\""))).Reason;
}

/// <summary>Reads jq's own test files: groups of a program, an input and the outputs, or <c>%%FAIL</c> and a program that must not compile.</summary>
internal static class JqTestFile
{
    public static List<JqTestCase> Read(string path)
    {
        var lines = File.ReadAllLines(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        var cases = new List<JqTestCase>();
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
                ? new JqTestCase(start + 1, lines[start], "null", [], MustFail: true)
                : new JqTestCase(start + 1, lines[start], lines[start + 1], [.. lines[(start + 2)..end].Where(line => !IsSkipped(line))], MustFail: false));
            i = end;
        }

        return cases;
    }

    private static bool IsSkipped(string line) => string.IsNullOrWhiteSpace(line) || line.TrimStart().StartsWith('#');
}
