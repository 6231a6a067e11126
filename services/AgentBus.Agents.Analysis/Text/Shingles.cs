namespace AgentBus.Agents.Analysis.Text;

/// <summary>Near-duplicates by runs of words (Broder 1997).</summary>
internal static class Shingles
{
    private const int Size = 4;

    public static IReadOnlySet<string> Of(string text)
    {
        var words = Words.All(text).ToArray();
        return words.Length <= Size
            ? new HashSet<string>([string.Join(' ', words)], StringComparer.Ordinal)
            : Enumerable.Range(0, words.Length - Size + 1).Select(i => string.Join(' ', words, i, Size)).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Keeps the first of those that share at least this part of their shingles, or are contained in another.</summary>
    public static IReadOnlyList<T> Distinct<T>(IEnumerable<T> items, Func<T, string> text, double similarity)
    {
        var kept = new List<(T Item, IReadOnlySet<string> Shingles)>();
        foreach (var item in items)
        {
            var shingles = Of(text(item));
            if (!kept.Exists(other => AreNear(other.Shingles, shingles, similarity)))
            {
                kept.Add((item, shingles));
            }
        }

        return [.. kept.Select(item => item.Item)];
    }

    private static bool AreNear(IReadOnlySet<string> a, IReadOnlySet<string> b, double similarity)
    {
        var shared = a.Count < b.Count ? a.Count(b.Contains) : b.Count(a.Contains);
        return shared >= similarity * (a.Count + b.Count - shared) || shared >= 0.9 * Math.Min(a.Count, b.Count);
    }
}
