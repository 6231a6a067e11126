using System.Text.RegularExpressions;

namespace AgentBus.Models.Tests.Judging;

/// <summary>A claim with its passage, altered or not.</summary>
internal sealed record PlantedClaim(string Claim, string Passage, string? Alteration, string Original);

/// <summary>Plants errors in sentences: another number, a turned meaning, another name, another source. Seeded, so that a set is always the same.</summary>
internal static partial class Planted
{
    private static readonly string[] OtherNames = ["Zanzibar", "Kafka", "Helsinki", "Oracle", "Marlowe", "TensorFlow", "Siemens", "Patagonia"];

    public static List<PlantedClaim> Set(IReadOnlyList<(string Passage, IReadOnlyList<string> Sentences)> source, int count, int seed)
    {
        var random = new Random(seed);
        var all = source.SelectMany(s => s.Sentences.Select(sentence => (Sentence: sentence, s.Passage))).ToArray();
        random.Shuffle(all);
        string[] kinds = ["number", "negation", "name", "source"];
        var set = new List<PlantedClaim>();
        var altered = 0;
        foreach (var (sentence, passage) in all)
        {
            if (set.Count - altered < count / 2 && random.Next(2) == 0)
            {
                set.Add(new PlantedClaim(sentence, passage, null, sentence));
            }
            else if (altered < count / 2 && Alter(kinds[altered % 4], sentence, passage, source, random) is { } planted)
            {
                set.Add(planted);
                altered++;
            }
        }

        return set;
    }

    /// <summary>Each sentence as it is, and altered in the next way that it allows.</summary>
    public static List<PlantedClaim> EachTwice(IReadOnlyList<(string Passage, IReadOnlyList<string> Sentences)> source, int seed)
    {
        var random = new Random(seed);
        string[] kinds = ["number", "negation", "name", "source"];
        var set = new List<PlantedClaim>();
        var next = seed;
        foreach (var (sentence, passage) in source.SelectMany(s => s.Sentences.Select(sentence => (sentence, s.Passage))))
        {
            set.Add(new PlantedClaim(sentence, passage, null, sentence));
            if (Enumerable.Range(next, 4).Select(k => Alter(kinds[k % 4], sentence, passage, source, random)).FirstOrDefault(c => c is not null) is { } altered)
            {
                set.Add(altered);
            }

            next++;
        }

        return set;
    }

    private static PlantedClaim? Alter(string kind, string sentence, string passage, IReadOnlyList<(string Passage, IReadOnlyList<string> Sentences)> source, Random random)
    {
        if (kind == "source")
        {
            // Half of the time the neighbouring passage, which is about nearly the same thing.
            var at = source.TakeWhile(s => s.Passage != passage).Count();
            var other = random.Next(2) == 0 ? source[(at + 1) % source.Count].Passage : source[random.Next(source.Count)].Passage;
            return other == passage || other.Contains(sentence) ? null : new PlantedClaim(sentence, other, kind, sentence);
        }

        var altered = kind switch { "number" => Number(sentence, random), "negation" => Negation(sentence), _ => Name(sentence, passage, random) };
        return altered is null || altered == sentence ? null : new PlantedClaim(altered, passage, kind, sentence);
    }

    private static string? Number(string sentence, Random random)
    {
        var matches = Digits().Matches(sentence);
        if (matches.Count == 0)
        {
            return null;
        }

        var match = matches[random.Next(matches.Count)];
        var other = string.Concat(match.Value.Select((c, i) => i == 0 ? (char)('1' + ((c - '0' + random.Next(0, 8)) % 9)) : c));
        return other == match.Value ? null : sentence[..match.Index] + other + sentence[(match.Index + match.Length)..];
    }

    private static string? Negation(string sentence)
    {
        if (Denial().Match(sentence) is { Success: true } denial)
        {
            return denial.Value == "cannot" ? sentence.Replace("cannot", "can") : sentence.Remove(denial.Index, denial.Length);
        }

        return Auxiliary().Match(sentence) is { Success: true } verb ? sentence.Insert(verb.Index + verb.Length, " not") : null;
    }

    private static string? Name(string sentence, string passage, Random random)
    {
        var names = Names().Matches(sentence).Where(m => m.Index > 0).ToList();
        if (names.Count == 0)
        {
            return null;
        }

        var name = names[random.Next(names.Count)];
        // Half of the time a name the passage holds, in another place.
        var known = Names().Matches(passage).Select(m => m.Value).Where(n => !sentence.Contains(n, StringComparison.Ordinal)).ToList();
        var other = known.Count > 0 && random.Next(2) == 0 ? known[random.Next(known.Count)] : OtherNames[random.Next(OtherNames.Length)];
        return sentence[..name.Index] + other + sentence[(name.Index + name.Length)..];
    }

    [GeneratedRegex("\\b[0-9]+\\b", RegexOptions.NonBacktracking)]
    private static partial Regex Digits();

    [GeneratedRegex(" not\\b|\\bcannot\\b", RegexOptions.NonBacktracking)]
    private static partial Regex Denial();

    [GeneratedRegex("\\b(is|are|was|were|can|will|must|should|may|has|have|does|do)\\b", RegexOptions.NonBacktracking)]
    private static partial Regex Auxiliary();

    [GeneratedRegex("\\b[A-Z][A-Za-z]{2,}\\b", RegexOptions.NonBacktracking)]
    private static partial Regex Names();
}
