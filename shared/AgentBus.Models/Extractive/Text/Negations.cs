using System.Collections.Frozen;

namespace AgentBus.Models.Extractive.Text;

/// <summary>Words that turn the meaning of a sentence round, and pairs of opposites.</summary>
internal static class Negations
{
    private static readonly FrozenSet<string> Words = FrozenSet.ToFrozenSet(
        ["not", "no", "never", "none", "nothing", "nobody", "nowhere", "without", "neither", "nor", "non", "hardly", "barely", "seldom", "rarely"], StringComparer.Ordinal);

    private static readonly FrozenSet<(string, string)> Opposites = Pairs("""
        always never; all none; every no; increase decrease; rise fall; grow shrink; more less; more fewer; most least; higher lower; high low; before after; first last;
        enable disable; allow deny; allow forbid; allow refuse; allow prevent; accept reject; include exclude; required optional; must may; synchronous asynchronous; start stop; begin end; open close;
        success failure; succeed fail; pass fail; true false; valid invalid; safe unsafe; supported unsupported; possible impossible; able unable; available unavailable; same different;
        above below; inside outside; large small; big small; long short; fast slow; faster slower; early late; old new; strong weak; public private; internal external; local remote; with without;
        maximum minimum; upper lower; add remove; create delete; insert remove; push pull; send receive; publish consume; cheap expensive; easy hard; better worse; best worst; left right;
        many few; often rarely; lock unlock; online offline; persistent transient; durable transient; mutable immutable; stateful stateless; strict lenient; up down; ascending descending;
        permitted forbidden; mandatory optional; likely unlikely; known unknown; used unused; visible hidden; read write; connect disconnect; encrypt decrypt; positive negative
        """);

    public static bool Contains(string norm) => Words.Contains(norm);

    /// <summary>Whether two words (or stems) mean the opposite, by the list or by a prefix: stable and unstable.</summary>
    public static bool AreOpposite(string a, string b) => Opposites.Contains((a, b)) || Opposites.Contains((b, a)) || IsPrefixed(a, b) || IsPrefixed(b, a);

    private static bool IsPrefixed(string negative, string positive) =>
        positive.Length > 3 && negative.EndsWith(positive, StringComparison.Ordinal)
        && negative[..^positive.Length] is "un" or "in" or "im" or "ir" or "il" or "dis" or "non" or "de" && negative.Length > positive.Length;

    private static FrozenSet<(string, string)> Pairs(string list) =>
        list.Split(';', StringSplitOptions.TrimEntries)
            .Select(p => p.Split(' '))
            .SelectMany(p => new[] { (p[0], p[1]), (Stemmer.Stem(p[0]), Stemmer.Stem(p[1])) })
            .ToFrozenSet();
}
