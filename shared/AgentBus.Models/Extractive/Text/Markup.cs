using System.Net;
using System.Text.RegularExpressions;

namespace AgentBus.Models.Extractive.Text;

/// <summary>Takes Markdown, HTML or plain text apart into blocks and drops the markup. Passages arrive as cut from a file, so half of a structure is normal.</summary>
internal static partial class Markup
{
    public static List<Block> Blocks(string text)
    {
        var blocks = new List<Block>();
        var open = new OpenBlock(blocks);
        var fence = false;
        foreach (var raw in LooksLikeHtml().IsMatch(text) ? StripHtml(text).Split('\n') : text.Split('\n'))
        {
            var line = raw.TrimEnd('\r', ' ', '\t');
            var trimmed = line.TrimStart();
            if (trimmed.StartsWith("```", StringComparison.Ordinal) || trimmed.StartsWith("~~~", StringComparison.Ordinal))
            {
                fence = !fence;
                open.Close();
            }
            else if (fence)
            {
                open.Single(BlockKind.Code, trimmed);
            }
            else
            {
                Take(open, line, trimmed);
            }
        }

        open.Close();
        return blocks;
    }

    private static void Take(OpenBlock open, string line, string trimmed)
    {
        if (trimmed.Length == 0)
        {
            open.Close();
        }
        else if (IsUnderline(trimmed))
        {
            open.CloseAs(BlockKind.Heading);
        }
        else if (trimmed[0] == '#' && Heading().IsMatch(trimmed))
        {
            open.Single(BlockKind.Heading, Inline(trimmed.Trim('#', ' ')));
        }
        else if (trimmed.Count(c => c == '|') >= 2 || trimmed.Count(c => c == '\t') >= 2)
        {
            open.Single(BlockKind.TableRow, Inline(trimmed.Replace('|', ' ').Replace('\t', ' ')));
        }
        else if (Bullet().Match(trimmed) is { Success: true } bullet)
        {
            open.Start(BlockKind.ListItem, trimmed[bullet.Length..]);
        }
        else if (IsCode(line, trimmed))
        {
            open.Single(BlockKind.Code, trimmed);
        }
        else
        {
            open.Continue(trimmed.TrimStart('>', ' '));
        }
    }

    private static bool IsUnderline(string line) => line.Length >= 3 && line[0] is '=' or '-' or '~' or '*' or '_' && line.All(c => c == line[0]);

    /// <summary>An indented line, or one in which marks outweigh letters: a command, a path, a diagram.</summary>
    private static bool IsCode(string line, string trimmed)
    {
        var letters = trimmed.Count(c => char.IsLetter(c) || c == ' ');
        return letters < trimmed.Length * 0.6 || trimmed.StartsWith("$ ", StringComparison.Ordinal)
            || ((line.StartsWith("    ", StringComparison.Ordinal) || line[0] == '\t') && trimmed.IndexOfAny(['{', '}', ';', '=', '<', '$']) >= 0);
    }

    /// <summary>Drops emphasis, code ticks, images and link targets; keeps the words.</summary>
    internal static string Inline(string text)
    {
        if (text.IndexOfAny(['[', '*', '`', '_', '<', '&', '!']) < 0)
        {
            return text;
        }

        text = Image().Replace(text, "");
        text = Link().Replace(text, "$1");
        text = AutoLink().Replace(text, "$1");
        text = Tag().Replace(text, "");
        text = text.Replace("**", "", StringComparison.Ordinal).Replace("`", "", StringComparison.Ordinal).Replace("__", "", StringComparison.Ordinal);
        text = Emphasis().Replace(text, "$1$2$3");
        return WebUtility.HtmlDecode(text).Trim();
    }

    private static string StripHtml(string text)
    {
        text = Hidden().Replace(text, "\n");
        text = Cell().Replace(text, " | ");
        text = Break().Replace(text, "\n\n");
        return WebUtility.HtmlDecode(Tag().Replace(text, ""));
    }

    [GeneratedRegex("</?(p|div|br|h[1-6]|li|ul|ol|table|tr|td|html|body|section|article)\\b[^>]*>", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex LooksLikeHtml();

    [GeneratedRegex("<(script|style|pre)\\b[^>]*>.*?</(script|style|pre)>", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Hidden();

    [GeneratedRegex("</t[dh]>", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Cell();

    [GeneratedRegex("</?(p|div|br|h[1-6]|li|ul|ol|table|tr|html|body|section|article|title)\\b[^>]*>", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Break();

    [GeneratedRegex("</?[a-zA-Z][^<>]*>", RegexOptions.NonBacktracking)]
    private static partial Regex Tag();

    [GeneratedRegex("^#{1,6}( |$)", RegexOptions.NonBacktracking)]
    private static partial Regex Heading();

    [GeneratedRegex("^([-*+•]|\\d{1,3}[.)])\\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Bullet();

    [GeneratedRegex("!\\[[^\\]]*\\]\\([^)]*\\)", RegexOptions.NonBacktracking)]
    private static partial Regex Image();

    [GeneratedRegex("\\[([^\\]]+)\\](?:\\([^)]*\\)|\\[[^\\]]*\\])", RegexOptions.NonBacktracking)]
    private static partial Regex Link();

    [GeneratedRegex("<(https?://[^ >]+)>", RegexOptions.NonBacktracking)]
    private static partial Regex AutoLink();

    [GeneratedRegex("(^|[\\s(])[*_]([^*_\\s][^*_]*)[*_]($|[\\s.,;:!?)])", RegexOptions.NonBacktracking)]
    private static partial Regex Emphasis();
}
