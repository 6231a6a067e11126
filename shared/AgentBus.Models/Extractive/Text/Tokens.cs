namespace AgentBus.Models.Extractive.Text;

/// <summary>Cuts a text into words and numbers. Contractions are written out (<c>isn't</c> is <c>is not</c>), so that polarity is always a word of its own.</summary>
internal static class Tokens
{
    public static List<Token> Of(string text)
    {
        var tokens = new List<Token>();
        for (var i = 0; i < text.Length;)
        {
            if (!char.IsLetterOrDigit(text[i]))
            {
                i++;
                continue;
            }

            var end = EndOf(text, i);
            Add(tokens, text[i..end], i, end);
            i = end;
        }

        return tokens;
    }

    /// <summary>Stems of the words that carry meaning, in order.</summary>
    public static IEnumerable<string> ContentStems(string text) => Of(text).Where(t => t.IsContent).Select(t => t.Stem);

    private static int EndOf(string text, int start)
    {
        var i = start + 1;
        while (i < text.Length)
        {
            if (char.IsLetterOrDigit(text[i]) || char.GetUnicodeCategory(text[i]) == System.Globalization.UnicodeCategory.NonSpacingMark)
            {
                i++;
            }
            else if (i + 1 < text.Length && char.IsLetterOrDigit(text[i + 1]) && Joins(text, start, i))
            {
                i += 2;
            }
            else
            {
                break;
            }
        }

        return i + LanguageSuffix(text, start, i);
    }

    /// <summary>Whether the mark at <paramref name="at"/> belongs inside a token: 1,200, 10:30, v1.2, don't, UTF-8, snake_case, 2026-01-31.</summary>
    private static bool Joins(string text, int start, int at)
    {
        var (before, after) = (text[at - 1], text[at + 1]);
        return text[at] switch
        {
            '_' => true,
            '\'' or '’' => char.IsLetter(before) && char.IsLetter(after),
            '.' => char.IsDigit(after) == char.IsDigit(before) || char.IsLetter(text[start]),
            ',' => char.IsDigit(before) && ThreeDigitsAt(text, at + 1),
            ':' => char.IsDigit(before) && char.IsDigit(after),
            '-' => (char.IsLetter(text[start]) && char.IsDigit(after)) || IsIsoDate(text, start, at),
            _ => false,
        };
    }

    private static bool ThreeDigitsAt(string text, int at) =>
        at + 2 < text.Length && char.IsAsciiDigit(text[at]) && char.IsAsciiDigit(text[at + 1]) && char.IsAsciiDigit(text[at + 2])
        && (at + 3 >= text.Length || !char.IsAsciiDigit(text[at + 3]));

    private static bool IsIsoDate(string text, int start, int at) =>
        at - start is 4 or 7 && text.AsSpan(start, 4).IndexOfAnyExceptInRange('0', '9') < 0
        && (at - start == 7 || (at + 3 < text.Length && text[at + 3] == '-'));

    /// <summary>C# and C++ are words.</summary>
    private static int LanguageSuffix(string text, int start, int end)
    {
        if (end - start != 1 || !char.IsUpper(text[start]))
        {
            return 0;
        }

        var rest = text.AsSpan(end);
        return rest.StartsWith("++") ? 2 : rest.StartsWith("#") ? 1 : 0;
    }

    private static void Add(List<Token> tokens, string text, int start, int end)
    {
        var norm = text.ToLowerInvariant().Replace('’', '\'');
        if (norm == "cannot")
        {
            tokens.Add(Make("can", "can", start, end));
            tokens.Add(Make("not", "not", start, end));
            return;
        }

        if (norm.Length > 3 && norm.EndsWith("n't", StringComparison.Ordinal))
        {
            var verb = norm switch { "won't" => "will", "can't" => "can", "shan't" => "shall", _ => norm[..^3] };
            tokens.Add(Make(char.IsUpper(text[0]) ? char.ToUpperInvariant(verb[0]) + verb[1..] : verb, verb, start, end));
            tokens.Add(Make("not", "not", start, end));
            return;
        }

        var apostrophe = norm.IndexOf('\'', StringComparison.Ordinal);
        tokens.Add(Make(text, apostrophe > 0 ? norm[..apostrophe] : norm, start, end));
    }

    private static Token Make(string text, string norm, int start, int end) => new(text, norm, Stemmer.Stem(norm), start, end);
}
