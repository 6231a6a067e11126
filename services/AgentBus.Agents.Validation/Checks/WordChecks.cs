using System.Text.RegularExpressions;

namespace AgentBus.Agents.Validation.Checks;

/// <summary>What can be told from the words alone, whichever model judged: numbers, names and negations that the passage does not have.</summary>
internal static partial class WordChecks
{
    private const double SameStatement = 0.75;

    private static readonly string[] NumberWords =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

    private static readonly HashSet<string> Negations = new(
        ("no not never none neither nor cannot without nothing nobody isn't aren't wasn't weren't don't doesn't didn't can't couldn't won't wouldn't shouldn't hasn't haven't hadn't").Split(' '),
        StringComparer.Ordinal);

    public static IReadOnlyList<JudgedFault> Of(string claim, string passage) =>
        [.. new[] { Number(claim, passage), Name(claim, passage), Negation(claim, passage) }.OfType<JudgedFault>()];

    private static JudgedFault? Number(string claim, string passage)
    {
        var known = Numbers(passage);
        var missing = ClaimWords.Numbers(claim).Where(number => !known.Contains(number)).ToList();
        return missing.Count == 0 ? null : new JudgedFault("number", $"The passage does not say {string.Join(", ", missing)}.");
    }

    private static HashSet<string> Numbers(string text)
    {
        var numbers = new HashSet<string>(ClaimWords.Numbers(text), StringComparer.Ordinal);
        foreach (var word in ClaimWords.Of(text))
        {
            if (Array.IndexOf(NumberWords, word) is >= 0 and var value)
            {
                numbers.Add(value.ToString(System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        return numbers;
    }

    private static JudgedFault? Name(string claim, string passage)
    {
        var known = ClaimWords.Of(passage).ToHashSet(StringComparer.Ordinal);
        var missing = Capitalised().Matches(claim).Select(match => match.Groups[1].Value)
            .Where(name => !IsKnown(name.ToLowerInvariant().Replace('’', '\''), known)).Distinct(StringComparer.Ordinal).ToList();
        return missing.Count == 0 ? null : new JudgedFault("name", $"The passage does not name {string.Join(", ", missing)}.");
    }

    private static bool IsKnown(string name, HashSet<string> known) =>
        known.Contains(name) || known.Contains(name + "s") || (name.EndsWith('s') && known.Contains(name.TrimEnd('s')))
            || known.Contains(name.Replace("'s", string.Empty, StringComparison.Ordinal));

    // Only where the passage has nearly the same statement: elsewhere a "not" may belong to anything.
    private static JudgedFault? Negation(string claim, string passage)
    {
        var words = Statement(ClaimWords.Of(claim));
        var negative = ClaimWords.Of(claim).Count(Negations.Contains) % 2;
        var same = SentenceEnd().Split(passage).Select(ClaimWords.Of)
            .Where(sentence => Overlap(words, sentence) >= SameStatement).ToList();
        return same.Count > 0 && same.TrueForAll(sentence => sentence.Count(Negations.Contains) % 2 != negative)
            ? new JudgedFault("negation", "The claim and the passage differ in a negation.")
            : null;
    }

    private static double Overlap(HashSet<string> claim, IReadOnlyList<string> sentence)
    {
        var words = Statement(sentence);
        var shared = claim.Count(words.Contains);
        return shared == 0 ? 0 : (double)shared / (claim.Count + words.Count - shared);
    }

    // "does not keep" and "keeps" state the same thing.
    private static HashSet<string> Statement(IReadOnlyList<string> words) =>
        words.Where(word => !Negations.Contains(word) && word is not ("do" or "does" or "did")).Select(word => word.TrimEnd('s'))
            .ToHashSet(StringComparer.Ordinal);

    // Not at a sentence's start, where every word has a capital.
    [GeneratedRegex(@"[\p{L}\p{N},;)]\s+[""'“‘(]?(\p{Lu}[\p{L}\p{N}'’]+)", RegexOptions.None, 1000)]
    private static partial Regex Capitalised();

    [GeneratedRegex(@"[.!?]\s+|\n", RegexOptions.NonBacktracking)]
    private static partial Regex SentenceEnd();
}
