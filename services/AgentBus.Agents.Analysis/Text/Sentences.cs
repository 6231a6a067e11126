using System.Text.RegularExpressions;

namespace AgentBus.Agents.Analysis.Text;

/// <summary>Splits text into sentences, and tells which can stand on their own.</summary>
internal static partial class Sentences
{
    private const int LeastWords = 6;
    private const int MostWords = 60;

    /// <summary>The sentences of a passage; a stop inside a number, a name or a short form ends none.</summary>
    public static IEnumerable<string> Of(string text)
    {
        var start = 0;
        foreach (Match end in End().Matches(text))
        {
            var sentence = text[start..(end.Index + end.Groups[1].Length)];
            if (!ShortForm().IsMatch(sentence))
            {
                yield return sentence.Trim();
                start = end.Index + end.Length;
            }
        }

        if (start < text.Length)
        {
            yield return text[start..].Trim();
        }
    }

    /// <summary>Whether it is a sentence to put before a reader: whole, of words, no pointer to another place, no licence text.</summary>
    public static bool IsPresentable(string sentence)
    {
        var words = sentence.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        var letters = sentence.Count(char.IsLetter);
        var visible = sentence.Count(c => !char.IsWhiteSpace(c));
        return words is >= LeastWords and <= MostWords
            && letters >= 0.55 * visible && letters + sentence.Count(char.IsDigit) >= 0.78 * visible
            && sentence.Count(char.IsUpper) <= 0.4 * letters
            && (char.IsUpper(sentence[0]) || char.IsDigit(sentence[0]) || sentence[0] is '"' or '“' or '\'' or '`' || StartsWithName(sentence))
            && Closed().IsMatch(sentence) && !Unbalanced(sentence)
            && !Pointer().IsMatch(sentence) && !Debris().IsMatch(Placeholder().Replace(sentence, "$1")) && !Legal().IsMatch(sentence);
    }

    /// <summary>Whether it leans on the sentence before it ("However, it ...").</summary>
    public static bool LeansOnPrevious(string sentence) => Leaning().IsMatch(sentence);

    // A sentence may begin with a command or an option in lower case: `apt-get`, x86_64, iPhone.
    private static bool StartsWithName(string sentence) =>
        sentence.Split(' ', 2)[0] is { Length: > 2 } first && first.Any(c => char.IsUpper(c) || char.IsDigit(c) || c is '-' or '_' or '.' or '/')
            && char.IsLetter(first[0]);

    private static bool Unbalanced(string sentence) =>
        sentence.Count(c => c == '(') != sentence.Count(c => c == ')') || sentence.Count(c => c == '"') % 2 == 1;

    [GeneratedRegex(@"([.!?][""'”’)\]]*)\s+(?=[\p{Lu}\p{N}""'“‘(\[`])", RegexOptions.None, 2000)]
    private static partial Regex End();

    [GeneratedRegex(@"(^|[\s(])(e\.g|i\.e|etc|vs|cf|resp|approx|Mr|Mrs|Ms|Dr|Prof|St|No|Fig|Sec|Vol|pp|Jr|Sr|Inc|Ltd|[A-Z])\.$",
        RegexOptions.NonBacktracking)]
    private static partial Regex ShortForm();

    [GeneratedRegex(@"[.!?][""'”’)\]]*$", RegexOptions.NonBacktracking)]
    private static partial Regex Closed();

    [GeneratedRegex(
        @"^(note|figure|table|example|click|please|todo|fixme|warning|hint|tip|press|refer|read|chapter|section|appendix"
            + @"|this (section|chapter|document|page|file|manual|guide|example|appendix|table|figure)"
        + @"|the (following|above|below)|as (shown|described|mentioned|noted|above|follows))\b|\b(see|refer to"
        + @"|the following (example|table|list|section)s?|as follows|(described|shown|listed) (above|below)|(section"
        + @"|chapter) \d)\b|\b(above|below)\W*$",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Pointer();

    // Code and addresses, and the holes that markup leaves where it was taken out.
    [GeneratedRegex(@"[{}|<>\\~^]|==|::|--\w+=|\.\.\.|__|\$\w|https?://\S+.*https?://|@\w+\.\w|''|""""|``|\s\(\s*\)|[.:/-],|\s[,;.]\s", RegexOptions.NonBacktracking)]
    private static partial Regex Debris();

    // <name>, as plain texts write what a reader has to fill in.
    [GeneratedRegex(@"<([\p{L}][\p{L}\p{N} _-]*)>", RegexOptions.NonBacktracking)]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"copyright|©|all rights reserved|warrant(y|ies)|licensed under|redistribut|merchantab|sublicen|public licen[sc]e|terms of th(e|is)|permission (is|to)|hereby|the licen[sc]e|liab(le|ility)", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Legal();

    [GeneratedRegex(
        @"^((if|when|once|since|while|because|although|likely|perhaps|maybe|even|with|without|after|before) )?(this|that"
            + @"|these|those|it|they|he|she|such|its|their)\b"
        + @"|^(however|but|and|or|so|also|then|therefore|thus|hence|moreover|furthermore|instead|otherwise|nevertheless"
        + @"|still|similarly|likewise|consequently|finally|additionally|besides|conversely)\b"
        + @"|^(for (example|instance|this|that|these)|in (this|that|these|such|addition|contrast|other words|particular)"
        + @"|as (a result|such|before)|on the other hand|because of (this|that)|to (do|achieve) (this|that|so)|if (so|not))\b"
        + @"|^(here|there|we|i|yes|no|again|next|first|second|third|both|likely|the (former|latter|same|other|second|third))\b",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Leaning();
}
