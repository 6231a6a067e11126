using System.Text.RegularExpressions;

namespace AgentBus.Agents.Analysis.Text;

/// <summary>Words of a sentence, as far as comparing sentences needs them.</summary>
internal static partial class Words
{
    private static readonly HashSet<string> StopWords = new(
        ("a about after all also an and any are as at be because been before being both but by can could did do does during each either every few for from further had has have having he "
        + "her here his how however i if in into is it its itself just may me might more most must my no nor not of off on "
        + "once one only or other our out over own same shall she should so some such "
        + "than that the their them then there these they this those through to too under until up upon us use used uses "
        + "using very was we were what when where which while who whom why will "
        + "with within without would you your").Split(' '),
        StringComparer.Ordinal);

    private static readonly HashSet<string> Negations = new(
        ("no not never none neither nor cannot without nothing nobody isn't aren't wasn't weren't don't doesn't didn't "
            + "can't couldn't won't wouldn't shouldn't hasn't haven't hadn't").Split(' '), StringComparer.Ordinal);

    /// <summary>Words in lower case, numbers with their points and commas.</summary>
    public static IEnumerable<string> All(string text) => Word().Matches(text.ToLowerInvariant().Replace('’', '\'')).Select(match => match.Value);

    /// <summary>Stems of the words that carry meaning; numbers are left out.</summary>
    public static IReadOnlySet<string> Content(string text) =>
        All(text).Where(word => word.Length > 1 && !char.IsDigit(word[0]) && !StopWords.Contains(word) && !Negations.Contains(word)).Select(Stem)
            .ToHashSet(StringComparer.Ordinal);

    /// <summary>Numbers, thousands separators removed.</summary>
    public static IReadOnlySet<string> Numbers(string text) =>
        All(text).Where(word => char.IsDigit(word[0])).Select(word => word.Replace(",", string.Empty, StringComparison.Ordinal).TrimEnd('.'))
            .ToHashSet(StringComparer.Ordinal);

    /// <summary>How many words turn a statement round.</summary>
    public static int NegationCount(string text) => All(text).Count(Negations.Contains);

    /// <summary>Shared share of two sets, 0..1 (Jaccard).</summary>
    public static double Overlap(IReadOnlySet<string> a, IReadOnlySet<string> b)
    {
        var shared = a.Count < b.Count ? a.Count(b.Contains) : b.Count(a.Contains);
        return shared == 0 ? 0 : (double)shared / (a.Count + b.Count - shared);
    }

    // The endings of English inflection, enough for comparing; both sides are cut the same way.
    private static string Stem(string word) => word switch
    {
        [.., 'i', 'e', 's'] when word.Length > 4 => word[..^3] + "y",
        [.., 's', 's'] or [.., 'u', 's'] => word,
        [.., 'i', 'n', 'g'] when word.Length > 6 => Undouble(word[..^3]),
        [.., 'e', 'd'] when word.Length > 5 => Undouble(word[..^2]),
        [.., 'x' or 's' or 'h', 'e', 's'] when word.Length > 5 => word[..^2],
        [.., 's'] when word.Length > 3 => word[..^1].TrimEnd('e', '\''),
        [.., 'e'] when word.Length > 4 => word[..^1],
        _ => word,
    };

    private static string Undouble(string stem) => stem.Length > 3 && stem[^1] == stem[^2] && stem[^1] is not ('l' or 's' or 'z') ? stem[..^1] : stem;

    [GeneratedRegex(@"\p{N}[\p{N}.,]*\p{N}|[\p{L}\p{N}]+('[\p{L}]+)?", RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}
