using System.Collections.Frozen;
using System.Globalization;
using AgentBus.Models.Extractive.Text;

namespace AgentBus.Models.Extractive.Entities;

/// <summary>Finds the numbers of a text, in digits or words, with their multiplier and unit.</summary>
internal static class Quantities
{
    private static readonly FrozenDictionary<string, int> Words = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["zero"] = 0, ["two"] = 2, ["three"] = 3, ["four"] = 4, ["five"] = 5, ["six"] = 6, ["seven"] = 7, ["eight"] = 8, ["nine"] = 9, ["ten"] = 10,
        ["eleven"] = 11, ["twelve"] = 12, ["thirteen"] = 13, ["fourteen"] = 14, ["fifteen"] = 15, ["sixteen"] = 16, ["seventeen"] = 17, ["eighteen"] = 18,
        ["nineteen"] = 19, ["twenty"] = 20, ["thirty"] = 30, ["forty"] = 40, ["fifty"] = 50, ["sixty"] = 60, ["seventy"] = 70, ["eighty"] = 80, ["ninety"] = 90,
        ["dozen"] = 12, ["twice"] = 2, ["hundred"] = 100, ["thousand"] = 1000, ["million"] = 1_000_000, ["billion"] = 1_000_000_000,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, double> Multipliers = new Dictionary<string, double>(StringComparer.Ordinal)
    {
        ["k"] = 1e3, ["thousand"] = 1e3, ["hundred"] = 1e2, ["m"] = 1e6, ["mn"] = 1e6, ["million"] = 1e6, ["bn"] = 1e9, ["billion"] = 1e9, ["trillion"] = 1e12, ["dozen"] = 12,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, (string Unit, double Factor)> Units = new Dictionary<string, (string, double)>(StringComparer.Ordinal)
    {
        ["percent"] = ("%", 1), ["pct"] = ("%", 1), ["b"] = ("B", 1), ["byte"] = ("B", 1), ["kb"] = ("B", 1e3), ["kilobyte"] = ("B", 1e3), ["mb"] = ("B", 1e6), ["megabyte"] = ("B", 1e6),
        ["gb"] = ("B", 1e9), ["gigabyte"] = ("B", 1e9), ["tb"] = ("B", 1e12), ["terabyte"] = ("B", 1e12), ["kib"] = ("B", 1024), ["mib"] = ("B", 1048576), ["gib"] = ("B", 1073741824),
        ["ns"] = ("s", 1e-9), ["us"] = ("s", 1e-6), ["µs"] = ("s", 1e-6), ["ms"] = ("s", 1e-3), ["millisecond"] = ("s", 1e-3), ["s"] = ("s", 1), ["sec"] = ("s", 1), ["second"] = ("s", 1),
        ["min"] = ("s", 60), ["minute"] = ("s", 60), ["hour"] = ("s", 3600), ["h"] = ("s", 3600), ["day"] = ("s", 86400), ["week"] = ("s", 604800), ["dollar"] = ("$", 1), ["usd"] = ("$", 1),
        ["euro"] = ("€", 1), ["eur"] = ("€", 1),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Approximations =
        FrozenSet.ToFrozenSet(["about", "around", "roughly", "approximately", "nearly", "almost", "some", "circa"], StringComparer.Ordinal);

    public static List<Quantity> Of(string text) => Of(text, Tokens.Of(text));

    public static List<Quantity> Of(string text, IReadOnlyList<Token> tokens)
    {
        var found = new List<Quantity>();
        for (var i = 0; i < tokens.Count; i++)
        {
            if (Read(text, tokens, i) is { } quantity)
            {
                found.Add(quantity);
                i += IsMultiplier(tokens, i + 1) ? 1 : 0;
            }
        }

        return found;
    }

    private static Quantity? Read(string text, IReadOnlyList<Token> tokens, int at)
    {
        var token = tokens[at];
        if (!token.StartsWithDigit)
        {
            return Words.TryGetValue(token.Norm, out var word) ? Scaled(text, tokens, at, word, "") : null;
        }

        var digits = token.Norm.TakeWhile(c => char.IsAsciiDigit(c) || c is '.' or ',').Count();
        var number = token.Norm[..digits].Replace(",", "", StringComparison.Ordinal);
        if (!double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) || token.Norm.AsSpan(digits).ContainsAny(":-._"))
        {
            return new Quantity(token.Norm, 0, "lit", at, false);
        }

        return Scaled(text, tokens, at, Sign(text, token) * value, token.Norm[digits..]);
    }

    private static Quantity Scaled(string text, IReadOnlyList<Token> tokens, int at, double value, string suffix)
    {
        var token = tokens[at];
        var (unit, end) = ("", token.End);
        if (suffix.Length > 0 && Units.TryGetValue(suffix, out var attached))
        {
            (unit, value) = (attached.Unit, value * attached.Factor);
        }
        else if (suffix.Length > 0 && Multipliers.TryGetValue(suffix, out var multiplier))
        {
            value *= multiplier;
        }

        var next = at + 1;
        if (IsMultiplier(tokens, next))
        {
            value *= Multipliers[tokens[next].Norm];
            end = tokens[next++].End;
        }

        if (unit.Length == 0)
        {
            (unit, value, end) = Following(text, tokens, next, value, end);
        }

        return new Quantity(text[token.Start..end], value, unit.Length == 0 ? Currency(text, token.Start) : unit, at, at > 0 && Approximations.Contains(tokens[at - 1].Norm));
    }

    private static (string Unit, double Value, int End) Following(string text, IReadOnlyList<Token> tokens, int next, double value, int end)
    {
        if (text.AsSpan(end).TrimStart().StartsWith("%"))
        {
            return ("%", value, text.IndexOf('%', end) + 1);
        }

        if (next < tokens.Count && tokens[next].Start - end <= 1 && (Units.TryGetValue(tokens[next].Norm, out var unit) || Units.TryGetValue(tokens[next].Stem, out unit)))
        {
            return (unit.Unit, value * unit.Factor, tokens[next].End);
        }

        return ("", value, end);
    }

    private static bool IsMultiplier(IReadOnlyList<Token> tokens, int at) =>
        at > 0 && at < tokens.Count && tokens[at].Norm.Length > 2 && Multipliers.ContainsKey(tokens[at].Norm) && tokens[at].Start - tokens[at - 1].End == 1;

    private static int Sign(string text, Token token) =>
        token.Start > 0 && text[token.Start - 1] is '-' or '−' && (token.Start == 1 || char.IsWhiteSpace(text[token.Start - 2]) || text[token.Start - 2] == '(') ? -1 : 1;

    private static string Currency(string text, int start) => start > 0 ? text[start - 1] switch { '$' => "$", '€' => "€", '£' => "£", _ => "" } : "";
}
