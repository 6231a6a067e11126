using AgentBus.Models.Extractive.Text;

namespace AgentBus.Models.Extractive.Judging;

/// <summary>What a sentence denies, and whether another says the contrary. Each check gives the word they disagree on, or null.</summary>
internal static class Polarities
{
    /// <summary>A negation reaches the next three words that carry meaning.</summary>
    private const int Scope = 3;

    public static Fault Fault(string word) => new("negation", $"Claim and passage disagree on \"{word}\": one of them denies it.");

    /// <summary>The claim denies what the source states.</summary>
    public static string? Added(Unit claim, IReadOnlyList<Unit> source)
    {
        var denied = source.SelectMany(u => Denied(u.Tokens)).SelectMany(scope => scope).Select(t => t.Stem).ToHashSet(StringComparer.Ordinal);
        bool Says(Token t) => source.Any(u => u.Stems.Contains(t.Stem));
        return Denied(claim.Tokens).FirstOrDefault(scope => scope.Count(Says) * 2 > scope.Count && !scope.Any(t => denied.Contains(t.Stem)))?.First(Says).Text;
    }

    /// <summary>The claim states what the source denies. "Not until" is "only after", so neither counts against the other.</summary>
    public static string? Dropped(Unit claim, IReadOnlyList<Unit> source)
    {
        if (claim.Tokens.Any(t => t.Norm is "only" or "until" or "unless"))
        {
            return null;
        }

        var denied = Denied(claim.Tokens).SelectMany(scope => scope).Select(t => t.Stem).ToHashSet(StringComparer.Ordinal);
        return source.SelectMany(u => Denied(u.Tokens))
            .FirstOrDefault(scope => scope.Count > 0 && scope.All(t => claim.Stems.Contains(t.Stem)) && !scope.Any(t => denied.Contains(t.Stem)))?[0].Text;
    }

    /// <summary>The claim has a word whose opposite stands in the source in its place.</summary>
    public static string? Opposite(Unit claim, Neighbourhood near) =>
        claim.Tokens.FirstOrDefault(t => t.IsContent && !near.Stems.Contains(t.Stem)
            && near.Units.Any(u => u.Stems.Any(s => !claim.Stems.Contains(s) && Negations.AreOpposite(t.Stem, s))))?.Text;

    /// <summary>For each negation its scope: the next words that carry meaning, up to the end of the clause.</summary>
    private static List<List<Token>> Denied(List<Token> tokens) =>
        [.. Enumerable.Range(0, tokens.Count).Where(i => Negations.Contains(tokens[i].Norm))
            .Select(i => tokens.Skip(i + 1).TakeWhile(t => t.Norm is not ("but" or "although" or "because" or "unless")).Where(t => t.IsContent).Take(Scope).ToList())];
}
