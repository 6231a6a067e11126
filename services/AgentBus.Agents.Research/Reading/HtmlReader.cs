using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace AgentBus.Agents.Research.Reading;

/// <summary>HTML: the blocks of its main part that hold text of their own, with lines of the page's source.</summary>
internal static class HtmlReader
{
    private const string Chrome = "nav, header, footer, aside, script, style, noscript, form, template, svg, pre, code.block, table, button, select, iframe,"
        + "[hidden], [aria-hidden=true]";
    private const string Blocks = "p, li, dd, blockquote, div, section, article, h1, h2, h3, h4, h5, h6";

    public static ParsedDocument Read(string html)
    {
        using var document = new HtmlParser(new HtmlParserOptions { IsKeepingSourceReferences = true }).ParseDocument(html);
        var main = document.QuerySelector("main, article, [role=main]") ?? document.Body ?? document.DocumentElement;
        foreach (var chrome in main.QuerySelectorAll(Chrome).ToList())
        {
            chrome.Remove();
        }

        var cutter = new Cutter();
        if (document.Title is { Length: > 0 } title)
        {
            cutter.Heading(title, isTitle: true);
        }

        var lines = new LineMap(html);
        var blocks = main.QuerySelectorAll(Blocks).ToList();
        var next = html.Length;
        var ends = new int[blocks.Count];
        for (var i = blocks.Count - 1; i >= 0; i--)
        {
            ends[i] = next;
            next = blocks[i].SourceReference?.Position.Index ?? next;
        }

        for (var i = 0; i < blocks.Count; i++)
        {
            Read(blocks[i], ends[i], html, lines, cutter);
        }

        return new ParsedDocument(cutter.Cuts, []);
    }

    // A closing tag may be left out in HTML; then a block goes as far as the next one.
    private static void Read(IElement block, int next, string html, LineMap lines, Cutter cutter)
    {
        if (block.LocalName is ['h', >= '1' and <= '6'])
        {
            cutter.Heading(block.TextContent, isTitle: block.LocalName == "h1");
        }
        else if (block.QuerySelector(Blocks) is null && block.SourceReference is { } reference)
        {
            var start = Math.Clamp(reference.Position.Index, 0, html.Length);
            var room = Math.Clamp(next, start, html.Length) - start;
            var closing = html.IndexOf($"</{block.LocalName}", start, room, StringComparison.OrdinalIgnoreCase);
            var end = closing < 0 ? html.AsSpan(start, room).TrimEnd().Length + start : closing;
            cutter.Paragraph(lines.LineAt(start), lines.LineAt(end), block.TextContent);
        }
    }
}
