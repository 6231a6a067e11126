using System.Text.RegularExpressions;

namespace AgentBus.Cli.Demo;

/// <summary>
/// Reads prose out of Markdown and text files, by itself: the demo checks the agents, so it shares no code with them.
/// An item of a list is a paragraph of its own; headings, code, tables and quotes are not prose here.
/// </summary>
internal static partial class SourceReader
{
    private const int MinSentence = 40;
    private const int MaxSentence = 300;
    private const int MaxPassage = 2_000;
    private const int MinWords = 7;

    /// <summary>The text files that sources name, folders recursively, in a stable order. Addresses are left out.</summary>
    public static IReadOnlyList<string> Files(IEnumerable<string> sources) =>
        [.. sources.SelectMany(source => Directory.Exists(source)
            ? Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories).Where(IsText).Order(StringComparer.Ordinal)
            : File.Exists(source) && IsText(source) ? [source] : Enumerable.Empty<string>()).Distinct()];

    /// <summary>The paragraphs of a file.</summary>
    public static IEnumerable<SourcePassage> Passages(string file)
    {
        var lines = File.ReadAllLines(file);
        var inCode = false;
        for (var i = 0; i < lines.Length; i++)
        {
            inCode ^= IsFence(lines[i]);
            if (inCode || !(IsProse(lines[i]) || Item().IsMatch(lines[i])))
            {
                continue;
            }

            var last = i;
            while (last + 1 < lines.Length && GoesOn(lines[last + 1]))
            {
                last++;
            }

            var text = Plain(Item().Replace(string.Join(' ', lines[i..(last + 1)].Select(line => line.Trim())), ""));
            yield return new SourcePassage(file, i + 1, last + 1, text, [.. Sentences(text)]);
            i = last;
        }
    }

    /// <summary>Text without Markdown's signs.</summary>
    public static string Plain(string markdown) =>
        Spaces().Replace(Emphasis().Replace(Link().Replace(markdown, "$1"), ""), " ").Trim();

    private static IEnumerable<string> Sentences(string text) => text.Length > MaxPassage
        ? []
        : End().Split(text).Where(s => s.Length is >= MinSentence and <= MaxSentence
            && char.IsUpper(s[0]) && s[^1] == '.' && s.Split(' ').Length >= MinWords && !s.Contains("://", StringComparison.Ordinal));

    private static bool IsText(string file) => Path.GetExtension(file).ToLowerInvariant() is ".md" or ".txt" or ".markdown";

    private static bool IsFence(string line) => line.TrimStart() is var text && (text.StartsWith("```", StringComparison.Ordinal) || text.StartsWith("~~~", StringComparison.Ordinal));

    private static bool IsProse(string line) => line.Length > 0 && !char.IsWhiteSpace(line[0]) && GoesOn(line);

    // The next lines of a paragraph or of an item, which may be indented.
    private static bool GoesOn(string line) => !string.IsNullOrWhiteSpace(line) && !IsFence(line) && !Item().IsMatch(line) && !NotProse().IsMatch(line);

    [GeneratedRegex(@"^\s*(#|>|\||<|={3,}|-{3,})", RegexOptions.NonBacktracking)]
    private static partial Regex NotProse();

    [GeneratedRegex(@"^\s*([-*+]|[0-9]+[.)]) ", RegexOptions.NonBacktracking)]
    private static partial Regex Item();

    [GeneratedRegex(@"!?\[([^\]]*)\]\([^)]*\)", RegexOptions.NonBacktracking)]
    private static partial Regex Link();

    [GeneratedRegex(@"\*\*|__|`|(?<![\w*])\*(?=\w)|(?<=\w)\*(?![\w*])", RegexOptions.None, 200)]
    private static partial Regex Emphasis();

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Spaces();

    [GeneratedRegex(@"(?<=[a-z0-9)]\.)\s+(?=[A-Z])", RegexOptions.None, 200)]
    private static partial Regex End();
}
