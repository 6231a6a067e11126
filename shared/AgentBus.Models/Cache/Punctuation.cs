namespace AgentBus.Models.Cache;

/// <summary>Which characters only divide a text and which are part of what it says: the point of 3.5, the sign of -3, the bang of 5!, the prime of y' are; brackets, operators and currencies always.</summary>
internal static class Punctuation
{
    /// <summary>Typographic forms as the plain ones.</summary>
    public static char Plain(char c) => c switch
    {
        '\u2018' or '\u2019' or '\u201B' or '\u02BC' or '\uFF07' => '\'',
        '\u201C' or '\u201D' or '\u201E' or '\u201F' or '\u00AB' or '\u00BB' or '\uFF02' => '"',
        '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2014' or '\u2015' or '\u2212' => '-',
        '\u2026' => '.',
        '\u200B' or '\uFEFF' or '\u2060' => ' ',
        _ => c,
    };

    public static bool IsSilent(string text, int at)
    {
        var c = Plain(text[at]);
        return c switch
        {
            ';' or '\u00BF' or '\u00A1' => true,
            ',' => !IsBetweenDigits(text, at),
            ':' => !IsRatio(text, at),
            '.' => !IsBetweenDigits(text, at) && !IsLeadingPoint(text, at),
            '?' => true,
            '!' => !IsSign(text, at),
            '"' => !IsUnit(text, at),
            '\'' => !(char.IsLetterOrDigit(Before(text, at)) && char.IsLetterOrDigit(After(text, at))) && !IsUnit(text, at),
            '-' => text[at] != '\u2212' && IsDivider(text, at),
            _ => false,
        };
    }

    private static bool IsBetweenDigits(string text, int at) => char.IsDigit(Before(text, at)) && char.IsDigit(After(text, at));

    /// <summary>"3:4", "3 : 4" and "12:30", not "in 2024: 5 of them".</summary>
    private static bool IsRatio(string text, int at) =>
        IsBetweenDigits(text, at) || (char.IsWhiteSpace(Before(text, at)) && char.IsDigit(At(text, at - 2)) && char.IsWhiteSpace(After(text, at)) && char.IsDigit(At(text, at + 2)));

    /// <summary>The point of ".5".</summary>
    private static bool IsLeadingPoint(string text, int at) => char.IsDigit(After(text, at)) && Before(text, at) is var c && (char.IsWhiteSpace(c) || c is '$' or '(' or '-' or '+');

    /// <summary>"5!", "n!" and "(n+1)!" are factorials, "!=" and "!x" negations.</summary>
    private static bool IsSign(string text, int at)
    {
        var (before, after) = (Before(text, at), After(text, at));
        return after == '=' || char.IsDigit(before) || before is ')' or ']' || IsLetterAlone(text, at - 1)
            || (char.IsWhiteSpace(before) && (char.IsLetterOrDigit(after) || after == '('));
    }

    /// <summary>Feet, inches and primes: after a number or a letter alone that no quotation mark opened.</summary>
    private static bool IsUnit(string text, int at)
    {
        var start = at;
        while (start > 0 && char.IsDigit(text[start - 1]))
        {
            start--;
        }

        start = start == at && IsLetterAlone(text, at - 1) ? at - 1 : start;
        return start < at && Before(text, start) is var c && Plain(c) is not ('\'' or '"' or '`');
    }

    /// <summary>A hyphen in a word, or a dash between words; not a sign before a number, a flag or a name of one letter.</summary>
    private static bool IsDivider(string text, int at)
    {
        var (left, right) = (at - 1, at + 1);
        while (left >= 0 && Plain(text[left]) == '-')
        {
            left--;
        }

        while (right < text.Length && Plain(text[right]) == '-')
        {
            right++;
        }

        var (before, after) = (At(text, left), At(text, right));
        return (char.IsLetter(before), char.IsLetter(after)) switch
        {
            (true, true) => !(IsLetterAlone(text, left) && IsLetterAlone(text, right)),
            (true, false) => char.IsWhiteSpace(after) && !IsLetterAlone(text, left),
            _ => char.IsWhiteSpace(before) && char.IsWhiteSpace(after) && !IsTerm(text, left, -1) && !IsTerm(text, right, 1),
        };
    }

    /// <summary>Whether the next that is not white space may stand in a formula.</summary>
    private static bool IsTerm(string text, int at, int step)
    {
        while (at >= 0 && at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at += step;
        }

        var c = At(text, at);
        return !char.IsWhiteSpace(c) && (!char.IsLetter(c) || IsLetterAlone(text, at)) && c is not ('.' or ',' or ';' or ':' or '?' or '!' or '"' or '\'');
    }

    private static bool IsLetterAlone(string text, int at) => char.IsLetter(At(text, at)) && !char.IsLetterOrDigit(At(text, at - 1)) && !char.IsLetterOrDigit(At(text, at + 1));

    private static char Before(string text, int at) => At(text, at - 1);

    private static char After(string text, int at) => At(text, at + 1);

    private static char At(string text, int at) => at >= 0 && at < text.Length ? text[at] : ' ';
}
