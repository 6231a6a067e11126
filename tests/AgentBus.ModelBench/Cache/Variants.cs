using System.Globalization;
using System.Text.RegularExpressions;

namespace AgentBus.ModelBench.Cache;

/// <summary>Other ways to write a prompt that ask the same.</summary>
internal static partial class Variants
{
    public static IEnumerable<string> Of(string prompt)
    {
        string[] all =
        [
            $"  {prompt} \n", Blanks().Replace(prompt, "  "), Blanks().Replace(prompt, "\t"), Blanks().Replace(prompt, "\r\n"), Blanks().Replace(prompt, "\u00A0"),
            prompt.ToUpperInvariant(), prompt.ToLowerInvariant(), CultureInfo.InvariantCulture.TextInfo.ToTitleCase(prompt.ToLowerInvariant()), Swapped(prompt), FirstWord().Replace(prompt, match => match.Value.ToLowerInvariant()),
            EndMark().Replace(prompt, ""), EndMark().Replace(prompt, "?!"), EndMark().Replace(prompt, "..."), Comma().Replace(prompt, ""), Comma().Replace(prompt, ";"), Comma().Replace(prompt, " ,"),
            prompt.Replace('\'', '\u2019'), OpenQuote().Replace(prompt, "\u201C").Replace('"', '\u201D'), Dash().Replace(prompt, " \u2014 "), Sentence().Replace(prompt, " "),
        ];
        return all.Where(variant => variant != prompt).Distinct();
    }

    private static string Swapped(string text) => string.Create(text.Length, text, (span, from) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = char.IsUpper(from[i]) ? char.ToLowerInvariant(from[i]) : char.ToUpperInvariant(from[i]);
        }
    });

    [GeneratedRegex(@"^\p{Lu}(?=\p{Ll})", RegexOptions.None, 10_000)]
    private static partial Regex FirstWord();

    [GeneratedRegex(@"\s+", RegexOptions.None, 10_000)]
    private static partial Regex Blanks();

    /// <summary>The last mark, behind a word: behind a number the bang would be a factorial.</summary>
    [GeneratedRegex(@"(?<=\p{L}{2})[.?!:]+\s*$", RegexOptions.None, 10_000)]
    private static partial Regex EndMark();

    [GeneratedRegex(@"(?<=\p{L}),(?=\s)", RegexOptions.None, 10_000)]
    private static partial Regex Comma();

    [GeneratedRegex("""(?<=\s|^)"(?=\p{L})""", RegexOptions.None, 10_000)]
    private static partial Regex OpenQuote();

    [GeneratedRegex(@"(?<=\p{L}{2}) - (?=\p{L}{2})", RegexOptions.None, 10_000)]
    private static partial Regex Dash();

    /// <summary>A full stop between two sentences.</summary>
    [GeneratedRegex(@"(?<=\p{L}{2})\. (?=\p{Lu})", RegexOptions.None, 10_000)]
    private static partial Regex Sentence();
}
