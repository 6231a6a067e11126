using System.Text.RegularExpressions;

namespace AgentBus.Cli.Demo;

/// <summary>
/// Whether cited lines support a sentence, by the plainest rule that can be explained: every number and every name of the sentence, and at
/// least 80 % of its content words, stand in those lines. Shares nothing with the agents that it checks.
/// </summary>
internal static partial class CitationCheck
{
    private const double MinShare = 0.8;

    private static readonly HashSet<string> Stop = new(
        ("a about after all also an and any are as at be because been before but by can could do does for from had has have how i if in into is it its " +
        "may more most must no not of on only or other our out over same should so some such than that the their them then there these they this those " +
        "to under up was we were what when where which while who will with without would you your").Split(' '));

    /// <summary>Checks a sentence against the lines of a file; false where the file or the lines are not there.</summary>
    public static bool IsSupported(string sentence, string file, int from, int to)
    {
        if (!File.Exists(file) || from < 1 || to < from)
        {
            return false;
        }

        var lines = File.ReadLines(file).Skip(from - 1).Take(to - from + 1).ToList();
        return lines.Count == to - from + 1 && IsSupported(sentence, string.Join('\n', lines));
    }

    /// <summary>Checks a sentence against a text.</summary>
    public static bool IsSupported(string sentence, string passage)
    {
        var there = Words(passage).Select(w => Root(w.Text)).ToHashSet();
        var words = Words(sentence).ToList();
        var content = words.Where(w => !Stop.Contains(w.Text.ToLowerInvariant())).ToList();
        var strict = content.Where((w, i) => IsNumber(w.Text) || (i > 0 && w.IsName));
        return content.Count > 0
            && strict.All(w => there.Contains(Root(w.Text)))
            && content.Count(w => there.Contains(Root(w.Text))) >= MinShare * content.Count;
    }

    private static IEnumerable<(string Text, bool IsName)> Words(string text) =>
        Word().Matches(SourceReader.Plain(text)).Select(m => (m.Value.TrimEnd('.', ',', '-', '\''), char.IsUpper(m.Value[0])));

    private static bool IsNumber(string word) => char.IsAsciiDigit(word[0]);

    // Case and the plural are all that may differ.
    private static string Root(string word)
    {
        var lower = word.ToLowerInvariant();
        return lower.Length > 3 && lower.EndsWith('s') && !lower.EndsWith("ss", StringComparison.Ordinal) ? lower[..^1] : lower;
    }

    [GeneratedRegex(@"[\p{L}\p{N}][\p{L}\p{N}.,'’_-]*", RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}
