using System.Collections.Frozen;

namespace AgentBus.Models.Extractive.Text;

/// <summary>Cuts prose into sentences, and tells a complete sentence from a fragment.</summary>
internal static class Sentences
{
    private static readonly FrozenSet<string> Abbreviations = FrozenSet.ToFrozenSet(
        ["e.g", "i.e", "cf", "vs", "mr", "mrs", "ms", "dr", "prof", "st", "no", "fig", "eq", "sec", "approx", "ca", "al", "inc", "ltd", "co", "jr", "sr", "dept", "est", "vol", "ed", "eds", "pp", "p", "u.s", "u.k"],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Sentences of a document worth quoting: verbatim but for markup, complete, no headings, code or table rows.</summary>
    public static IEnumerable<string> Quotable(string document) =>
        Markup.Blocks(document).Where(b => b.IsProse).SelectMany(b => Split(b.Text)).Where(IsComplete);

    /// <summary>Sentences worth quoting of a paragraph that has no markup, letter by letter: what looks like a tag or emphasis there is text.</summary>
    public static IEnumerable<string> QuotablePlain(string paragraph) => Split(paragraph).Where(IsComplete);

    /// <summary>Everything a claim may rest on: sentences of prose, and headings, table rows and code lines as they are.</summary>
    public static IEnumerable<string> Units(string document) =>
        Markup.Blocks(document).SelectMany(b => b.IsProse ? Split(b.Text) : [b.Text]);

    public static IEnumerable<string> Split(string prose)
    {
        var start = 0;
        for (var i = 0; i < prose.Length; i++)
        {
            var end = EndAfter(prose, start, i);
            if (end > 0)
            {
                if (prose[start..end].Trim() is { Length: > 0 } sentence)
                {
                    yield return sentence;
                }

                start = end;
                i = end - 1;
            }
        }

        if (prose[start..].Trim() is { Length: > 0 } rest)
        {
            yield return rest;
        }
    }

    public static bool IsComplete(string sentence)
    {
        if (sentence.Length is < 20 or > 600 || sentence.TrimEnd('"', '”', '’', '\'', ')', ']')[^1] is not ('.' or '!' or '?' or '。') || sentence.EndsWith("...", StringComparison.Ordinal))
        {
            return false;
        }

        var first = sentence.TrimStart('"', '“', '‘', '\'', '(')[0];
        var letters = sentence.Count(c => char.IsLetter(c) || c == ' ');
        return (char.IsUpper(first) || char.IsDigit(first)) && letters >= sentence.Length * 0.75 && Balanced(sentence) && HasClause(sentence);
    }

    /// <summary>Offset after the sentence that ends at <paramref name="at"/>, or 0 when none does.</summary>
    private static int EndAfter(string text, int start, int at)
    {
        if (text[at] is '。' or '！' or '？')
        {
            return at + 1;
        }

        if (text[at] is not ('.' or '!' or '?'))
        {
            return 0;
        }

        var end = at + 1;
        while (end < text.Length && text[end] is '.' or '!' or '?' or '"' or '”' or '’' or '\'' or ')' or ']' && end < text.Length)
        {
            end++;
        }

        return end == text.Length || (char.IsWhiteSpace(text[end]) && StartsSentence(text, end) && !(text[at] == '.' && IsAbbreviation(text, start, at))) ? end : 0;
    }

    private static bool StartsSentence(string text, int at)
    {
        while (at < text.Length && (char.IsWhiteSpace(text[at]) || text[at] is '"' or '“' or '‘' or '\'' or '(' or '['))
        {
            at++;
        }

        return at == text.Length || !char.IsLower(text[at]);
    }

    private static bool IsAbbreviation(string text, int start, int at)
    {
        var word = text.LastIndexOfAny([' ', '(', '"', '\t'], at - 1 < start ? start : at - 1, Math.Max(1, at - start)) + 1;
        word = Math.Max(word, start);
        return Abbreviations.Contains(text[word..at]) || (at - word == 1 && char.IsUpper(text[word]) && text[word] != 'I');
    }

    private static bool Balanced(string s) =>
        s.Count(c => c == '(') == s.Count(c => c == ')') && s.Count(c => c is '"') % 2 == 0 && s.Count(c => c == '“') == s.Count(c => c == '”');

    /// <summary>At least four words, one of them a function word and one with meaning: lists of names and version lines have none.</summary>
    private static bool HasClause(string s)
    {
        if (s.Any(c => c is >= '\u3040' and <= '\u9fff'))
        {
            return true;
        }

        var tokens = Tokens.Of(s);
        return tokens.Count is >= 4 and <= 80 && tokens.Any(t => !t.IsContent) && tokens.Count(t => t.IsContent) >= 2;
    }
}
