using System.Globalization;
using System.Text.RegularExpressions;

namespace AgentBus.Cli.Demo;

/// <summary>Makes a true sentence false in one respect. Null where the sentence has nothing to alter in that respect.</summary>
internal static partial class Alteration
{
    /// <summary>What can be altered.</summary>
    public static readonly IReadOnlyList<string> Kinds = ["number", "negation", "name", "source"];

    /// <summary>Another number in the place of one.</summary>
    public static string? Number(string sentence, Random random)
    {
        var numbers = Digits().Matches(sentence);
        if (numbers.Count == 0)
        {
            return null;
        }

        var number = numbers[random.Next(numbers.Count)];
        var other = long.TryParse(number.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? (value + random.Next(3, 40)).ToString(CultureInfo.InvariantCulture)
            : "7";
        return string.Concat(sentence.AsSpan(0, number.Index), other, sentence.AsSpan(number.Index + number.Length));
    }

    /// <summary>A negation put in, or the one there taken out.</summary>
    public static string? Negation(string sentence)
    {
        if (Not().Match(sentence) is { Success: true } negated)
        {
            return sentence.Remove(negated.Index, negated.Length);
        }

        return Verb().Match(sentence) is { Success: true } verb ? sentence.Insert(verb.Index + verb.Length, " not") : null;
    }

    /// <summary>Another name in the place of one.</summary>
    public static string? Name(string sentence, string passage, IReadOnlyList<string> names, Random random)
    {
        var own = Names(sentence);
        var others = names.Where(name => !passage.Contains(name, StringComparison.OrdinalIgnoreCase)).ToList();
        if (own.Count == 0 || others.Count == 0)
        {
            return null;
        }

        var name = own[random.Next(own.Count)];
        return sentence.Replace(name, others[random.Next(others.Count)], StringComparison.Ordinal);
    }

    /// <summary>Names in a sentence: words with a capital that do not begin it.</summary>
    public static IReadOnlyList<string> Names(string sentence) => [.. Capital().Matches(sentence).Select(m => m.Value).Distinct()];

    [GeneratedRegex(@"(?<![\w.])[0-9]+(?![\w.])", RegexOptions.None, 200)]
    private static partial Regex Digits();

    [GeneratedRegex(@" not(?= )", RegexOptions.None, 200)]
    private static partial Regex Not();

    [GeneratedRegex(@"\b(is|are|was|were|can|may|must|will|should|does|do|has|have)(?= [a-z])", RegexOptions.None, 200)]
    private static partial Regex Verb();

    [GeneratedRegex(@"(?<=[a-z,;:] )[A-Z][A-Za-z]{3,}\b", RegexOptions.None, 200)]
    private static partial Regex Capital();
}
