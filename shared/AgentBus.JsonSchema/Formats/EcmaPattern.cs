using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;

namespace AgentBus.JsonSchema.Formats;

/// <summary>
/// ECMA-262 regular expressions on .NET's engine: shorthand classes mean ASCII, <c>$</c> is the very end, and characters beyond the
/// first plane stay whole. NonBacktracking where the pattern allows it, else a match may take 50 ms.
/// </summary>
internal static class EcmaPattern
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(50);

    private static readonly Dictionary<string, string> LongCategories = new()
    {
        ["Letter"] = "L", ["Lowercase_Letter"] = "Ll", ["Uppercase_Letter"] = "Lu", ["Number"] = "N", ["Decimal_Number"] = "Nd", ["digit"] = "Nd",
        ["Punctuation"] = "P", ["punct"] = "P", ["Symbol"] = "S", ["Separator"] = "Z", ["Mark"] = "M", ["Other"] = "C", ["Control"] = "Cc",
        ["Script=Latin"] = "IsBasicLatin", ["Script=Greek"] = "IsGreek", ["Script=Cyrillic"] = "IsCyrillic",
    };

    public static bool TryCompile(string source, [NotNullWhen(true)] out Regex? pattern, [NotNullWhen(false)] out string? error)
    {
        (pattern, error) = (null, null);
        try
        {
            var translated = Translate(source);
            try
            {
                pattern = new Regex(translated, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            }
            catch (NotSupportedException)
            {
                pattern = new Regex(translated, RegexOptions.CultureInvariant, Timeout);
            }

            return true;
        }
        catch (ArgumentException e)
        {
            error = e.Message;
            return false;
        }
    }

    private static string Translate(string source)
    {
        var result = new StringBuilder(source.Length + 16);
        var inClass = false;
        for (var i = 0; i < source.Length; i++)
        {
            var c = source[i];
            if (c == '\\' && i + 1 < source.Length)
            {
                result.Append(Escape(source, ref i, inClass));
            }
            else if (char.IsHighSurrogate(c) && i + 1 < source.Length && !inClass)
            {
                result.Append("(?:").Append(c).Append(source[++i]).Append(')');
            }
            else
            {
                result.Append(c switch
                {
                    '$' when !inClass => "\\z",
                    '.' when !inClass => "(?:[\\ud800-\\udbff][\\udc00-\\udfff]|[^\\n\\r\\u2028\\u2029])",
                    '[' when inClass => "\\[",
                    _ => c.ToString(),
                });
                inClass = c == '[' || (inClass && c != ']');
            }
        }

        return result.ToString();
    }

    // i is at the backslash, and afterwards at the escape's last character.
    private static string Escape(string source, ref int i, bool inClass)
    {
        var c = source[++i];
        switch (c)
        {
            case 'd':
                return inClass ? "0-9" : "[0-9]";
            case 'D':
                return inClass ? "\\x00-/:-\\uffff" : "[^0-9]";
            case 'w':
                return inClass ? "a-zA-Z0-9_" : "[a-zA-Z0-9_]";
            case 'W':
                return inClass ? "\\x00-/:-@\\[-^`{-\\uffff" : "[^a-zA-Z0-9_]";
            case 's':
                return inClass ? "\\s\\ufeff" : "[\\s\\ufeff]";
            case 'S':
                return inClass ? "\\S" : "[^\\s\\ufeff]";
            case 'p' or 'P' when i + 1 < source.Length && source[i + 1] == '{':
                return Category(source, ref i, c);
            case 'u' when i + 1 < source.Length && source[i + 1] == '{':
                return CodePoint(source, ref i);
            case 'a' or 'A' or 'e' or 'G' or 'z' or 'Z':
                throw new ArgumentException($"\\{c} is not an escape of ECMA-262.", nameof(source));
            default:
                return "\\" + c;
        }
    }

    private static string Category(string source, ref int i, char escape)
    {
        var end = source.IndexOf('}', i);
        if (end < 0)
        {
            throw new ArgumentException("A category lacks its closing brace.", nameof(source));
        }

        var name = source[(i + 2)..end];
        i = end;
        return $"\\{escape}{{{LongCategories.GetValueOrDefault(name, name)}}}";
    }

    private static string CodePoint(string source, ref int i)
    {
        var end = source.IndexOf('}', i);
        if (end < 0 || !int.TryParse(source.AsSpan(i + 2, end - i - 2), System.Globalization.NumberStyles.HexNumber, null, out var code) || !Rune.IsValid(code))
        {
            throw new ArgumentException("A code point is not hexadecimal.", nameof(source));
        }

        i = end;
        return $"(?:{Regex.Escape(new Rune(code).ToString())})";
    }
}
