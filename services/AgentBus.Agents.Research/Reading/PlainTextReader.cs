using System.Text.RegularExpressions;

namespace AgentBus.Agents.Research.Reading;

/// <summary>Text: paragraphs between blank lines, list items on their own, headings by their look.</summary>
internal static partial class PlainTextReader
{
    private const int LongestHeading = 80;

    public static ParsedDocument Read(string text)
    {
        var cutter = new Cutter();
        var lines = Split(text);
        var start = 0;
        for (var i = 0; i <= lines.Count; i++)
        {
            if (i == lines.Count || string.IsNullOrWhiteSpace(lines[i]) || (i > start && ListItem().IsMatch(lines[i])))
            {
                Block(cutter, lines, start, i);
                start = i < lines.Count && string.IsNullOrWhiteSpace(lines[i]) ? i + 1 : i;
            }
        }

        return new ParsedDocument(cutter.Cuts, []);
    }

    private static List<string> Split(string text)
    {
        var lines = new List<string>();
        using var reader = new StringReader(text);
        while (reader.ReadLine() is { } line)
        {
            lines.Add(line);
        }

        return lines;
    }

    private static void Block(Cutter cutter, List<string> lines, int start, int end)
    {
        if (end - start >= 2 && Underline().IsMatch(lines[start + 1]))
        {
            cutter.Heading(lines[start], isTitle: lines[start + 1].TrimStart() is ['=', ..]);
            start += 2;
        }

        if (end - start == 1 && lines[start].Trim() is { Length: > 2 and <= LongestHeading } line
            && line[^1] is not ('.' or ',' or ';' or ':' or '!' or '?'))
        {
            cutter.Heading(line);
            return;
        }

        if (end > start)
        {
            var body = lines.GetRange(start, end - start);
            body[0] = ListItem().Replace(body[0], string.Empty);
            cutter.Paragraph(start + 1, body);
        }
    }

    [GeneratedRegex(@"^\s*([-*+•o]|\d{1,3}[.)])\s+", RegexOptions.NonBacktracking)]
    private static partial Regex ListItem();

    [GeneratedRegex(@"^\s*([=\-~^""'`#*+.:_])[=\-~^""'`#*+.:_]{2,}\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex Underline();
}
