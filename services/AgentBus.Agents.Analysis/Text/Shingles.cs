namespace AgentBus.Agents.Analysis.Text;

/// <summary>Near-duplicates by runs of words (Broder 1997), and by words alone for sentences, which have few runs.</summary>
internal static class Shingles
{
    private const int Size = 4;
    private const double SameWords = 0.85;

    public static IReadOnlySet<string> Of(string text)
    {
        var words = Words.All(text).ToArray();
        return words.Length <= Size
            ? new HashSet<string>([string.Join(' ', words)], StringComparer.Ordinal)
            : Enumerable.Range(0, words.Length - Size + 1).Select(i => string.Join(' ', words, i, Size)).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>
    /// Keeps the first of those that share at least this part of their shingles, are contained in another, or use the same words. The same
    /// words with another number or a negation say something else.
    /// </summary>
    public static IReadOnlyList<T> Distinct<T>(IEnumerable<T> items, Func<T, string> text, double similarity)
    {
        var kept = new List<(T Item, Print Print)>();
        foreach (var item in items)
        {
            var print = Print.Of(text(item));
            if (!kept.Exists(other => AreNear(other.Print.Shingles, print.Shingles, similarity) || print.SaysTheSame(other.Print)))
            {
                kept.Add((item, print));
            }
        }

        return [.. kept.Select(item => item.Item)];
    }

    private static bool AreNear(IReadOnlySet<string> a, IReadOnlySet<string> b, double similarity)
    {
        var shared = a.Count < b.Count ? a.Count(b.Contains) : b.Count(a.Contains);
        return shared >= similarity * (a.Count + b.Count - shared) || shared >= 0.9 * Math.Min(a.Count, b.Count);
    }

    private sealed record Print(IReadOnlySet<string> Shingles, IReadOnlySet<string> Words, IReadOnlySet<string> Numbers, int Negations)
    {
        public static Print Of(string text) =>
            new(Text.Shingles.Of(text), Text.Words.Content(text), Text.Words.Numbers(text), Text.Words.NegationCount(text));

        public bool SaysTheSame(Print other) =>
            Negations == other.Negations && Numbers.SetEquals(other.Numbers) && Text.Words.Overlap(Words, other.Words) >= SameWords;
    }
}
