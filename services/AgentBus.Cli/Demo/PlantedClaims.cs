namespace AgentBus.Cli.Demo;

/// <summary>Sentences of the sources with their passages, half of them altered. The same seed makes the same set.</summary>
internal static class PlantedClaims
{
    private const int Count = 200;
    private const int Seed = 20_260_731;

    // With fewer sentences than claims, each comes again: altered after it was true, and altered in another respect after that.
    private const int MaxRounds = 4;

    public static IReadOnlyList<PlantedClaim> Of(IReadOnlyList<SourcePassage> passages)
    {
        var random = new Random(Seed);
        var sentences = passages.SelectMany(p => p.Sentences.Select(s => (Sentence: s, Passage: p))).DistinctBy(s => s.Sentence).ToArray();
        random.Shuffle(sentences);
        var names = sentences.SelectMany(s => Alteration.Names(s.Sentence)).Distinct().Order(StringComparer.Ordinal).ToList();
        var claims = new List<PlantedClaim>();
        var planted = new HashSet<(string, string)>();
        var altered = 0;
        foreach (var (sentence, passage) in Enumerable.Range(0, MaxRounds).SelectMany(_ => sentences))
        {
            var id = $"c{claims.Count + 1}";
            var claim = altered * 2 < claims.Count ? Alter(id, sentence, passage, passages, names, altered, random) : null;
            claim ??= new PlantedClaim(id, sentence, passage.Text, null);
            if (claims.Count < Count && planted.Add((claim.Claim, claim.Passage)))
            {
                altered += claim.Altered is null ? 0 : 1;
                claims.Add(claim);
            }
        }

        return claims;
    }

    // The kinds take turns; where a sentence has nothing to alter in its turn's respect, the next one is tried. The source always can be.
    private static PlantedClaim? Alter(
        string id, string sentence, SourcePassage passage, IReadOnlyList<SourcePassage> all, IReadOnlyList<string> names, int turn, Random random)
    {
        for (var i = 0; i < Alteration.Kinds.Count; i++)
        {
            var kind = Alteration.Kinds[(turn + i) % Alteration.Kinds.Count];
            var claim = kind switch
            {
                "number" => Alteration.Number(sentence, random),
                "negation" => Alteration.Negation(sentence),
                "name" => Alteration.Name(sentence, passage.Text, names, random),
                _ => sentence,
            };
            var text = kind == "source" ? Elsewhere(passage, all, random) : passage.Text;
            if (claim is not null && text is not null)
            {
                return new PlantedClaim(id, claim, text, kind);
            }
        }

        return null;
    }

    private static string? Elsewhere(SourcePassage passage, IReadOnlyList<SourcePassage> all, Random random)
    {
        var others = all.Where(p => p.Source != passage.Source && p.Sentences.Count > 0).ToList();
        return others.Count == 0 ? null : others[random.Next(others.Count)].Text;
    }
}
