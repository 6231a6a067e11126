using System.Globalization;
using System.Text.RegularExpressions;

namespace AgentBus.ModelBench.Cache;

/// <summary>Copies of a prompt that look much like it and ask something else.</summary>
internal static partial class Changes
{
    private static readonly string[] Names = ["Berlin", "Maria", "Kenya", "Newton", "Google"];

    private static readonly (string One, string Other)[] Opposites =
    [
        ("increase", "decrease"), ("increases", "decreases"), ("more", "less"), ("most", "least"), ("high", "low"), ("higher", "lower"), ("greater", "smaller"), ("first", "last"), ("before", "after"),
        ("positive", "negative"), ("true", "false"), ("always", "never"), ("all", "none"), ("best", "worst"), ("large", "small"), ("long", "short"), ("left", "right"), ("up", "down"), ("above", "below"),
        ("maximum", "minimum"), ("with", "without"), ("and", "or"), ("legal", "illegal"), ("possible", "impossible"), ("old", "new"), ("strong", "weak"), ("hot", "cold"), ("early", "late"), ("buy", "sell"),
    ];

    /// <summary>Each number in turn made another one.</summary>
    public static IEnumerable<string> OfNumbers(string prompt) => Number().Matches(prompt).SelectMany(match => new[]
    {
        Put(prompt, match, Added(match.Value)), Put(prompt, match, $"{match.Value}0"), Put(prompt, match, $"-{match.Value}"), Put(prompt, match, $"{match.Value}.5"),
        Put(prompt, match, match.Value.Replace(".", "", StringComparison.Ordinal)), Put(prompt, match, new string([.. match.Value.Reverse()])),
    }).Where(copy => copy != prompt);

    /// <summary>A negation more or less at each place where one may stand.</summary>
    public static IEnumerable<string> OfNegations(string prompt) =>
        Verb().Matches(prompt).Select(match => Put(prompt, match, $"{match.Value} not"))
            .Concat(Negation().Matches(prompt).Select(match => Put(prompt, match, "")))
            .Concat(Contraction().Matches(prompt).Select(match => Put(prompt, match, "")));

    /// <summary>A word in turn made its opposite.</summary>
    public static IEnumerable<string> OfOpposites(string prompt) => Word().Matches(prompt).SelectMany(match => Opposites
        .Where(pair => Is(match, pair.One) || Is(match, pair.Other))
        .Select(pair => Put(prompt, match, Is(match, pair.One) ? pair.Other : pair.One)));

    /// <summary>A name in turn made another one, and two names of the prompt in each other's place.</summary>
    public static IEnumerable<string> OfNames(string prompt)
    {
        var names = Name().Matches(prompt).ToList();
        var others = names.SelectMany(name => Names.Where(other => !Is(name, other)).Take(2).Select(other => Put(prompt, name, other)));
        var swapped = names.Zip(names.Skip(1)).Where(pair => !Is(pair.First, pair.Second.Value))
            .Select(pair => Put(Put(prompt, pair.Second, pair.First.Value), pair.First, pair.Second.Value));
        return others.Concat(swapped);
    }

    private static string Put(string text, Match match, string other) => string.Concat(text.AsSpan(0, match.Index), other, text.AsSpan(match.Index + match.Length));

    private static bool Is(Match match, string word) => match.Value.Equals(word, StringComparison.OrdinalIgnoreCase);

    private static string Added(string number) => decimal.TryParse(number, CultureInfo.InvariantCulture, out var value) ? (value + 1).ToString(CultureInfo.InvariantCulture) : $"1{number}";

    [GeneratedRegex(@"\d+(?:\.\d+)?", RegexOptions.None, 10_000)]
    private static partial Regex Number();

    [GeneratedRegex(@"\b(?:is|are|was|were|can|could|does|do|did|will|would|should|has|have|must|may)\b", RegexOptions.IgnoreCase, 10_000)]
    private static partial Regex Verb();

    [GeneratedRegex(@"\b(?:not|no|never|except|without)\b ?", RegexOptions.IgnoreCase, 10_000)]
    private static partial Regex Negation();

    [GeneratedRegex(@"n['’]t\b", RegexOptions.None, 10_000)]
    private static partial Regex Contraction();

    [GeneratedRegex(@"\p{L}+", RegexOptions.None, 10_000)]
    private static partial Regex Word();

    [GeneratedRegex(@"(?<=[\p{Ll},] )\p{Lu}\p{Ll}+", RegexOptions.None, 10_000)]
    private static partial Regex Name();
}
