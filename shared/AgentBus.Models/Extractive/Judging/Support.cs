using System.Text.RegularExpressions;
using AgentBus.Models.Extractive.Text;

namespace AgentBus.Models.Extractive.Judging;

/// <summary>
/// Judges whether a passage really says what a claim says: overlap with the best window of one to three sentences, then numbers, names and polarity,
/// word by word where the claim is near-verbatim and as sets where it is a paraphrase. Own rules; measured by the planted set in the tests.
/// </summary>
internal static partial class Support
{
    /// <summary>Share of a claim's words that must stand in order in one sentence for the word-by-word comparison.</summary>
    internal const double NearVerbatimShare = 0.65;

    /// <summary>Below this share of the claim's meaning the passage is about something else.</summary>
    internal const double Unsupported = 0.4;

    /// <summary>Below this share too much of the claim is not in the passage.</summary>
    internal const double Weak = 0.6;

    private const int MaxWindow = 3;
    private const double FaultPenalty = 0.3;

    public static Judgement Judge(string claim, string passage) => Judge(claim, Unit.AllOf(passage));

    /// <summary>As the other, for a passage that several claims rest on.</summary>
    public static Judgement Judge(string claim, List<Unit> units)
    {
        var sentences = Unit.AllOf(Citation().Replace(claim, "$2"));
        if (sentences.Count == 0 || units.Count == 0)
        {
            return new Judgement(0, [new Fault("unsupported", sentences.Count == 0 ? "The claim is empty." : "The passage is empty.")]);
        }

        var parts = sentences.Select(s => JudgeSentence(s, units)).ToList();
        return new Judgement(parts.Min(p => p.Support), [.. parts.SelectMany(p => p.Faults).Distinct()]);
    }

    private static Judgement JudgeSentence(Unit claim, List<Unit> units)
    {
        if (IsVerbatim(claim, units))
        {
            return new Judgement(1, []);
        }

        var (start, size, coverage) = BestWindow(claim, units);
        var near = new Neighbourhood([.. units.Skip(Math.Max(0, start - 1)).Take(size + (start > 0 ? 2 : 1))]);
        var alignment = units.OrderByDescending(u => Coverage(claim, u.Stems)).Take(3).Select(u => Alignment.Of(claim, u)).MaxBy(a => a.Share)!;
        var verbatim = alignment.Share >= NearVerbatimShare;
        if (!verbatim && coverage < Unsupported)
        {
            return new Judgement(Math.Round(coverage, 3), [new Fault("unsupported", $"Only {coverage:P0} of the claim is in the passage.")]);
        }

        var faults = (verbatim ? NearVerbatim.Faults(alignment, near) : Paraphrase.Faults(claim, near, new Neighbourhood(units))).ToList();
        var penalty = Math.Pow(FaultPenalty, faults.Select(f => f.Kind).Distinct(StringComparer.Ordinal).Count());
        if (coverage < Weak && !verbatim)
        {
            faults.Add(new Fault("overlap", $"Only {coverage:P0} of the claim is in the passage."));
        }

        return new Judgement(Math.Round(Math.Max(coverage, verbatim ? alignment.Share : 0) * penalty, 3), faults);
    }

    /// <summary>Whether the claim is one or more whole sentences of the passage, whatever the case and punctuation.</summary>
    private static bool IsVerbatim(Unit claim, List<Unit> units)
    {
        for (var i = 0; i < units.Count; i++)
        {
            var at = 0;
            for (var j = i; j < units.Count && at < claim.Tokens.Count && Continues(claim, at, units[j]); j++)
            {
                at += units[j].Tokens.Count;
            }

            if (at == claim.Tokens.Count)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Continues(Unit claim, int at, Unit unit) =>
        at + unit.Tokens.Count <= claim.Tokens.Count && !unit.Tokens.Where((t, i) => t.Norm != claim.Tokens[at + i].Norm).Any();

    private static (int Start, int Size, double Coverage) BestWindow(Unit claim, List<Unit> units)
    {
        var best = (Start: 0, Size: 1, Coverage: -1.0);
        for (var start = 0; start < units.Count; start++)
        {
            var stems = new HashSet<string>(StringComparer.Ordinal);
            for (var size = 1; size <= MaxWindow && start + size <= units.Count; size++)
            {
                stems.UnionWith(units[start + size - 1].Stems);
                var coverage = Coverage(claim, stems);
                if (coverage > best.Coverage + 0.02)
                {
                    best = (start, size, coverage);
                }
            }
        }

        return best;
    }

    /// <summary>Share of the claim's content in a set of stems; names and numbers count half as much again.</summary>
    private static double Coverage(Unit claim, HashSet<string> stems)
    {
        var (found, total) = (0.0, 0.0);
        for (var i = 0; i < claim.Tokens.Count; i++)
        {
            var token = claim.Tokens[i];
            if (token.IsContent)
            {
                var weight = token.StartsWithDigit || claim.IsName(i) ? 1.5 : 1;
                total += weight;
                found += stems.Contains(token.Stem) ? weight : 0;
            }
        }

        return total == 0 ? 0 : found / total;
    }

    /// <summary>A citation mark at the end of a claim: [3], [p-12], [^2].</summary>
    [GeneratedRegex("(\\s*\\[[^\\[\\]\\s]{1,60}\\])+([.!?]?)\\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex Citation();
}
