using AgentBus.Models.Extractive.Entities;
using AgentBus.Models.Extractive.Text;

namespace AgentBus.Models.Extractive.Judging;

/// <summary>Faults of a claim that repeats one sentence of the passage almost word for word: each difference is looked at by itself.</summary>
internal static class NearVerbatim
{
    /// <summary>A dropped clause may take its negation with it; a dropped word or three may not.</summary>
    private const int ShortDeletion = 3;

    private const int LongSubstitution = 8;

    public static IEnumerable<Fault> Faults(Alignment alignment, Neighbourhood near)
    {
        var differences = alignment.Differences().ToList();
        return Numbers(alignment, differences, near)
            .Concat(differences.SelectMany(d => Polarity(alignment, d)))
            .Concat(Polarities.Added(alignment.Claim, [alignment.Source]) is { } word ? [Polarities.Fault(word)] : [])
            .Concat(differences.SelectMany(d => Names(alignment, d, near)));
    }

    private static IEnumerable<Fault> Numbers(Alignment alignment, List<Difference> differences, Neighbourhood near)
    {
        var matched = alignment.Matches.ToDictionary(m => m.Claim, m => m.Source);
        foreach (var quantity in alignment.Claim.Quantities)
        {
            var rivals = matched.TryGetValue(quantity.Token, out var at)
                ? alignment.Source.Quantities.Where(q => q.Token == at).ToList()
                : Rivals(alignment, differences.Single(d => quantity.Token >= d.ClaimStart && quantity.Token < d.ClaimEnd));
            if (!(rivals.Count > 0 ? rivals : near.Quantities).Any(quantity.AgreesWith))
            {
                yield return new Fault("number", rivals.Count > 0 ? $"The claim says {quantity.Text}, the passage {rivals[0].Text}." : $"{quantity.Text} is not in the passage.");
            }
        }
    }

    private static List<Quantity> Rivals(Alignment alignment, Difference d) =>
        [.. alignment.Source.Quantities.Where(q => q.Token >= d.SourceStart && q.Token < d.SourceEnd)];

    /// <summary>Each negation and each opposite word turns the meaning round; two of them ("unused" for "not used") turn it back.</summary>
    private static IEnumerable<Fault> Polarity(Alignment alignment, Difference d)
    {
        var claim = alignment.Claim.Tokens[d.ClaimStart..d.ClaimEnd];
        var source = alignment.Source.Tokens[d.SourceStart..d.SourceEnd];
        var limit = claim.Count == 0 ? ShortDeletion : LongSubstitution;
        var negations = source.Count <= limit ? claim.Concat(source).Count(t => Negations.Contains(t.Norm)) : 0;
        var opposites = claim.SelectMany(a => source.Select(b => (a, b))).Count(p => Negations.AreOpposite(p.a.Norm, p.b.Norm) || Negations.AreOpposite(p.a.Stem, p.b.Stem));
        if ((negations + opposites) % 2 != 0)
        {
            yield return new Fault("negation", $"The claim says \"{Words(claim)}\" where the passage says \"{Words(source)}\".");
        }
    }

    private static IEnumerable<Fault> Names(Alignment alignment, Difference d, Neighbourhood near)
    {
        var replaced = Enumerable.Range(d.SourceStart, d.SourceLength).Where(i => IsNameLike(alignment.Source, i)).Select(i => alignment.Source.Tokens[i]).ToList();
        for (var i = d.ClaimStart; i < d.ClaimEnd; i++)
        {
            var token = alignment.Claim.Tokens[i];
            var known = near.Stems.Contains(token.Stem) || near.Text.Contains(token.Norm, StringComparison.OrdinalIgnoreCase);
            var isName = alignment.Claim.IsName(i) || (alignment.Claim.IsCapitalInside(i) && replaced.Count > 0);
            if (isName ? replaced.Count > 0 || !known : IsNameLike(alignment.Claim, i) && replaced.Count > 0 && !known)
            {
                yield return new Fault("name", replaced.Count > 0 ? $"The claim names {token.Text}, the passage {replaced[0].Text}." : $"{token.Text} is not in the passage.");
            }
        }
    }

    /// <summary>Also the first word of a sentence, whose capital may be a name's.</summary>
    private static bool IsNameLike(Unit unit, int at) => unit.IsName(at) || (unit.Tokens[at].IsCapitalised && unit.Tokens[at].IsContent);

    private static string Words(List<Token> tokens) => tokens.Count == 0 ? "" : string.Join(' ', tokens.Select(t => t.Text));
}
