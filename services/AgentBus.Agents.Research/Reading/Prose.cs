using System.Text.RegularExpressions;

namespace AgentBus.Agents.Research.Reading;

/// <summary>Tells sentences from code, tables, headings and licence texts.</summary>
internal static partial class Prose
{
    private const int LeastWords = 6;

    /// <summary>
    /// Whether a piece reads as sentences: at least six words, mostly letters and a few numbers, with a sentence's end. The shares were set
    /// by reading
    /// what was kept and dropped of a Debian documentation tree.
    /// </summary>
    public static bool IsReadable(string text)
    {
        var words = 0;
        int letters = 0, digits = 0, upper = 0, symbols = 0, visible = 0;
        var inWord = false;
        foreach (var c in text)
        {
            var letter = char.IsLetter(c);
            words += char.IsLetterOrDigit(c) && !inWord ? 1 : 0;
            inWord = char.IsLetterOrDigit(c) || (inWord && c is '\'' or '’' or '-' or '.' or ',');
            letters += letter ? 1 : 0;
            digits += char.IsDigit(c) ? 1 : 0;
            upper += char.IsUpper(c) ? 1 : 0;
            symbols += c is '{' or '}' or '=' or '<' or '>' or '|' or '\\' or '_' or '$' or '#' or '~' or '^' or '@' ? 1 : 0;
            visible += char.IsWhiteSpace(c) ? 0 : 1;
        }

        symbols -= 2 * Placeholder().Count(text);
        return words >= LeastWords && letters >= 0.55 * visible && letters + digits >= 0.8 * visible && upper <= 0.35 * letters
            && symbols <= 0.025 * visible
            && SentenceEnd().IsMatch(text);
    }

    /// <summary>Whether a piece is the text of a licence or a notice of copyright.</summary>
    public static bool IsLegal(string text) => LegalWords().IsMatch(text);

    /// <summary>Runs of white space become one space.</summary>
    public static string OneLine(string text) => WhiteSpace().Replace(text, " ").Trim();

    [GeneratedRegex(@"[.!?][""'”’)\]]*(\s|$)", RegexOptions.NonBacktracking)]
    private static partial Regex SentenceEnd();

    // "run it with <name>": words, unlike the types of code (List<T>).
    [GeneratedRegex(@"(^|\s)<\p{L}[\p{L}\p{N} _-]*>", RegexOptions.NonBacktracking)]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex WhiteSpace();

    [GeneratedRegex(
        @"copyright (\(c\)|©|\d{4})|©|all rights reserved|permission (is hereby granted|to use, copy)|redistribution and use in source|without (any|even the implied) warranty"
        + @"|without warranties or conditions|provided ""as is""|licen[sc]ed under|terms (and conditions )?of the (gnu|licen[sc]e)|free software foundation|(gnu )?(lesser |affero )?general public licen[sc]e|apache licen[sc]e|may obtain a copy of the licen[sc]e|(under|in) the terms of"
        + @"|copyright (holder|owner|notice)|merchantab|sublicen[sc]e|/usr/share/common-licenses|free software[;,:] you can",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex LegalWords();
}
