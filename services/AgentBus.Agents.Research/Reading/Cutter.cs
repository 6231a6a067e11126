using System.Text.RegularExpressions;

namespace AgentBus.Agents.Research.Reading;

/// <summary>Gathers paragraphs into cuts of at most <see cref="MaxCharacters"/>, under the title and heading that stand above them.</summary>
internal sealed partial class Cutter
{
    public const int MaxCharacters = 1_500;

    private readonly List<Cut> cuts = [];
    private string? title;
    private string? heading;

    public IReadOnlyList<Cut> Cuts => cuts;

    public void Heading(string text, bool isTitle = false)
    {
        var line = Numbering().Replace(Prose.OneLine(text).Trim('#', '*', '=', ' '), string.Empty);
        heading = line.Length is 0 or > 120 ? null : line;
        title = isTitle ? heading : title ?? heading;
    }

    /// <summary>Adds a paragraph whose lines are not known one by one: every piece of it gets the whole range.</summary>
    public void Paragraph(int fromLine, int toLine, string text)
    {
        foreach (var piece in Pieces(Prose.OneLine(text)))
        {
            Keep(fromLine, toLine, piece);
        }
    }

    /// <summary>Adds a paragraph line by line, so that a long one is cut between lines, after a sentence's end where there is one.</summary>
    public void Paragraph(int fromLine, IReadOnlyList<string> lines)
    {
        var start = 0;
        while (start < lines.Count)
        {
            var end = EndOfPiece(lines, start);
            Paragraph(fromLine + start, fromLine + end - 1, string.Join(' ', lines.Skip(start).Take(end - start)));
            start = end;
        }
    }

    private static int EndOfPiece(IReadOnlyList<string> lines, int start)
    {
        int length = 0, end = start, afterSentence = -1;
        while (end < lines.Count && (end == start || length + lines[end].Length <= MaxCharacters))
        {
            length += lines[end].Length + 1;
            end++;
            afterSentence = lines[end - 1].TrimEnd() is [.., '.' or '!' or '?'] ? end : afterSentence;
        }

        return end < lines.Count && afterSentence > 0 ? afterSentence : end;
    }

    private static IEnumerable<string> Pieces(string text)
    {
        while (text.Length > MaxCharacters)
        {
            var end = text.LastIndexOf(". ", MaxCharacters - 2, StringComparison.Ordinal) + 1;
            end = end > 0 ? end : text.LastIndexOf(' ', MaxCharacters - 1);
            end = end > 0 ? end : MaxCharacters;
            yield return text[..end].TrimEnd();
            text = text[end..].TrimStart();
        }

        yield return text;
    }

    private void Keep(int fromLine, int toLine, string text)
    {
        if (Prose.IsReadable(text))
        {
            cuts.Add(new Cut(fromLine, toLine, title, heading, text));
        }
    }

    // "3.2 Retries" stands for "Retries" once it is out of its document.
    [GeneratedRegex(@"^(\d+(\.\d+)*\.?|[A-Z]\.)\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Numbering();
}
