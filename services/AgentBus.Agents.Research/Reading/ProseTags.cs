using System.Text.RegularExpressions;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace AgentBus.Agents.Research.Reading;

/// <summary>Tells what only looks like a tag, as <c>&lt;name&gt;</c> in "run it with &lt;name&gt;", from inline HTML.</summary>
internal static partial class ProseTags
{
    private static readonly HashSet<string> Void = new(["br", "hr", "img", "wbr", "input", "source"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Those of a paragraph that neither open nor close anything in it, and are no comments: its author's own words.</summary>
    public static IReadOnlySet<HtmlInline> Of(ContainerInline? paragraph)
    {
        var tags = (paragraph?.Descendants<HtmlInline>() ?? []).Select(tag => (Tag: tag, Match: Shape().Match(tag.Tag))).Where(item => item.Match.Success).ToList();
        var opened = Names(tags.Select(item => item.Match), closing: false);
        var closed = Names(tags.Select(item => item.Match), closing: true);
        return tags.Where(item => item.Match.Groups["name"].Value is var name && !Void.Contains(name) && !(opened.Contains(name) && closed.Contains(name)))
            .Select(item => item.Tag).ToHashSet();
    }

    private static HashSet<string> Names(IEnumerable<Match> tags, bool closing) =>
        tags.Where(tag => tag.Groups["close"].Success == closing).Select(tag => tag.Groups["name"].Value).ToHashSet(StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex("^<(?<close>/)?(?<name>[A-Za-z][A-Za-z0-9-]*)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Shape();
}
