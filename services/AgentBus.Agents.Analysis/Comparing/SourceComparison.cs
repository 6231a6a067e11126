using AgentBus.Agents.Analysis.Text;

namespace AgentBus.Agents.Analysis.Comparing;

/// <summary>Where sources say the same, and where they differ.</summary>
/// <remarks>
/// Pairs of sentences from different sources with much the same content words. The same numbers and polarity: an agreement. A different number, or
/// a negation on one side only: a contradiction, for which the words must be closer, as two numbers in loosely related sentences contradict nothing.
/// </remarks>
internal static class SourceComparison
{
    private const int MaxStatements = 600;
    private const int MaxFound = 10;
    private const int LeastShared = 4;
    private const int LeastSharedWithNumbers = 3;
    private const double Agreeing = 0.5;
    private const double Contradicting = 0.65;
    private const double Copied = 0.95;

    public static (IReadOnlyList<Agreement> Agreements, IReadOnlyList<Contradiction> Contradictions) Of(IReadOnlyList<Statement> statements)
    {
        var pairs =
            (from pair in Pairs([.. statements.Take(MaxStatements)])
             let overlap = Words.Overlap(pair.A.Content, pair.B.Content)
             where overlap >= Agreeing
             orderby overlap descending
             select (pair.A, pair.B, Overlap: overlap)).ToList();
        var contradictions = pairs.Select(pair => Contradiction(pair.A, pair.B, pair.Overlap)).OfType<Contradiction>();
        var agreements =
            from pair in pairs
            where Differences(pair.A, pair.B) == (false, false) && pair.Overlap < Copied && Shared(pair.A.Content, pair.B.Content) >= LeastShared
            select new Agreement(pair.A.Sentence, pair.B.Sentence, Math.Round(pair.Overlap, 3));
        return ([.. agreements.Take(MaxFound)], [.. contradictions.Take(MaxFound)]);
    }

    private static IEnumerable<(Statement A, Statement B)> Pairs(IReadOnlyList<Statement> statements) =>
        from i in Enumerable.Range(0, statements.Count)
        from j in Enumerable.Range(i + 1, statements.Count - i - 1)
        where statements[i].Source != statements[j].Source
        select (statements[i], statements[j]);

    private static string Listed(List<string> numbers) => numbers.Count == 0 ? "nothing" : string.Join(", ", numbers);

    private static int Shared(IReadOnlySet<string> a, IReadOnlySet<string> b) => a.Count(b.Contains);

    private static (bool Number, bool Polarity) Differences(Statement a, Statement b) =>
        (!a.Numbers.SetEquals(b.Numbers), a.Negative != b.Negative);

    private static Contradiction? Contradiction(Statement a, Statement b, double overlap)
    {
        var (number, polarity) = Differences(a, b);
        var shared = Shared(a.Content, b.Content) + Shared(a.Numbers, b.Numbers);
        if (overlap < Contradicting || shared < LeastSharedWithNumbers || (!number && !polarity))
        {
            return null;
        }

        // A number that only one side gives adds to the other; it does not contradict it.
        var (onlyA, onlyB) = (a.Numbers.Except(b.Numbers).ToList(), b.Numbers.Except(a.Numbers).ToList());
        if (number && !polarity && (onlyA.Count == 0 || onlyB.Count == 0))
        {
            return null;
        }

        return number
            ? new Contradiction(a.Sentence, b.Sentence, "number", $"One source says {Listed(onlyA)}, another {Listed(onlyB)}:")
            : new Contradiction(a.Sentence, b.Sentence, "negation", "One source denies what another says:");
    }
}
