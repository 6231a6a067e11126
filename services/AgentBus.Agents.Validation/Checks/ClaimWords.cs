using System.Globalization;
using System.Text.RegularExpressions;

namespace AgentBus.Agents.Validation.Checks;

/// <summary>A text as words to compare.</summary>
internal static partial class ClaimWords
{
    /// <summary>Words in lower case, punctuation and markup removed; numbers keep their inner points.</summary>
    public static IReadOnlyList<string> Of(string text) =>
        [.. Word().Matches(text.ToLowerInvariant().Replace('’', '\'')).Select(match => match.Value)];

    /// <summary>Numbers by value: 1,200 is 1200, 3.50 is 3.5.</summary>
    public static IReadOnlySet<string> Numbers(string text) =>
        Number().Matches(text).Select(match => Value(match.Value)).ToHashSet(StringComparer.Ordinal);

    private static string Value(string number)
    {
        var plain = ThousandsSeparator().Replace(number, string.Empty);
        return decimal.TryParse(plain, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            ? value.ToString("0.############################", CultureInfo.InvariantCulture)
            : plain;
    }

    [GeneratedRegex(@"\p{N}[\p{N}.,]*\p{N}|[\p{L}\p{N}]+('\p{L}+)?", RegexOptions.NonBacktracking)]
    private static partial Regex Word();

    [GeneratedRegex(@"\p{Nd}([\p{Nd}.,]*\p{Nd})?", RegexOptions.NonBacktracking)]
    private static partial Regex Number();

    [GeneratedRegex(@",(?=\d{3}(\D|$))", RegexOptions.None, 1000)]
    private static partial Regex ThousandsSeparator();
}
