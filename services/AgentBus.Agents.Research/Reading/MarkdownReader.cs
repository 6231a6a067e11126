using System.Text;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace AgentBus.Agents.Research.Reading;

/// <summary>Markdown: paragraphs and list items as text without markup; code, tables, raw HTML and front matter are left out.</summary>
internal static class MarkdownReader
{
    private static readonly MarkdownPipeline Pipeline =
        new MarkdownPipelineBuilder().UsePreciseSourceLocation().UsePipeTables().UseYamlFrontMatter().UseGenericAttributes().Build();

    public static ParsedDocument Read(string text)
    {
        var cutter = new Cutter();
        Walk(Markdown.Parse(text, Pipeline), cutter, new LineMap(text));
        return new ParsedDocument(cutter.Cuts, []);
    }

    private static void Walk(ContainerBlock container, Cutter cutter, LineMap lines)
    {
        foreach (var block in container)
        {
            switch (block)
            {
                case HeadingBlock heading:
                    cutter.Heading(TextOf(heading.Inline), isTitle: heading.Level == 1);
                    break;
                case ParagraphBlock paragraph:
                    cutter.Paragraph(lines.LineAt(paragraph.Span.Start), lines.LineAt(paragraph.Span.End), TextOf(paragraph.Inline));
                    break;
                case ContainerBlock inner and not Markdig.Extensions.Tables.Table:
                    Walk(inner, cutter, lines);
                    break;
            }
        }
    }

    private static string TextOf(ContainerInline? inline)
    {
        var text = new StringBuilder();
        Append(text, inline, ProseTags.Of(inline));
        return text.ToString();
    }

    private static void Append(StringBuilder text, Inline? inline, IReadOnlySet<HtmlInline> prose)
    {
        switch (inline)
        {
            case LiteralInline literal:
                text.Append(literal.Content.AsSpan());
                break;
            case CodeInline code:
                text.Append(code.Content);
                break;
            case LineBreakInline:
                text.Append(' ');
                break;
            case HtmlEntityInline entity:
                text.Append(entity.Transcoded.AsSpan());
                break;
            case AutolinkInline link:
                text.Append(link.Url);
                break;
            case HtmlInline tag when prose.Contains(tag):
                text.Append(tag.Tag);
                break;
            case LinkInline { IsImage: true }:
                break;
            case ContainerInline container:
                foreach (var child in container)
                {
                    Append(text, child, prose);
                }

                break;
        }
    }
}
