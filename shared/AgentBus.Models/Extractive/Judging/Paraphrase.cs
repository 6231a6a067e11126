using AgentBus.Models.Extractive.Text;

namespace AgentBus.Models.Extractive.Judging;

/// <summary>Faults of a claim in its own words: its numbers and names must be in the passage, and what it denies must be denied there.</summary>
internal static class Paraphrase
{
    /// <summary>A negation reaches the next three words that carry meaning.</summary>
    private const int Scope = 3;

    public static IEnumerable<Fault> Faults(Unit claim, Neighbourhood near, Neighbourhood passage)
    {
        foreach (var quantity in claim.Quantities.Where(q => !near.Quantities.Any(q.AgreesWith)))
        {
            yield return new Fault("number", $"{quantity.Text} is not in the passage.");
        }

        foreach (var name in Enumerable.Range(0, claim.Tokens.Count).Where(claim.IsName).Select(i => claim.Tokens[i]))
        {
            if (!passage.Stems.Contains(name.Stem) && !passage.Text.Contains(name.Norm, StringComparison.OrdinalIgnoreCase))
            {
                yield return new Fault("name", $"{name.Text} is not in the passage.");
            }
        }

        if (Contradiction(claim, near) is { } word)
        {
            yield return new Fault("negation", $"Claim and passage disagree on \"{word}\": one of them denies it.");
        }
    }

    private static string? Contradiction(Unit claim, Neighbourhood near)
    {
        var (denied, source) = (Denied(claim.Tokens), near.Units.Select(u => (Unit: u, Denied: Denied(u.Tokens))).ToList());
        bool SourceSays(string stem) => source.Any(s => s.Unit.Stems.Contains(stem));
        bool SourceDenies(string stem) => source.Any(s => s.Denied.Any(scope => scope.Contains(stem)));
        var added = denied.FirstOrDefault(scope => scope.Count(SourceSays) * 2 > scope.Count && !scope.Any(SourceDenies))?.First(SourceSays);
        var claimDenies = denied.SelectMany(s => s).ToHashSet(StringComparer.Ordinal);
        var dropped = source.SelectMany(s => s.Denied)
            .FirstOrDefault(scope => scope.Count > 0 && scope.Count(claim.Stems.Contains) == scope.Count && !scope.Any(claimDenies.Contains))?[0];
        return added ?? dropped ?? Opposite(claim, near);
    }

    private static string? Opposite(Unit claim, Neighbourhood near) =>
        claim.Tokens.FirstOrDefault(t => t.IsContent && !near.Stems.Contains(t.Stem)
            && near.Units.Any(u => u.Stems.Any(s => !claim.Stems.Contains(s) && Negations.AreOpposite(t.Stem, s))))?.Text;

    /// <summary>For each negation its scope: the next stems, up to the end of the clause.</summary>
    private static List<List<string>> Denied(List<Token> tokens) =>
        [.. Enumerable.Range(0, tokens.Count).Where(i => Negations.Contains(tokens[i].Norm))
            .Select(i => tokens.Skip(i + 1).TakeWhile(t => t.Norm is not ("but" or "although" or "because" or "unless")).Where(t => t.IsContent).Take(Scope).Select(t => t.Stem).ToList())];
}
