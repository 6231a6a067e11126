using System.Security.Cryptography;
using System.Text;
using AgentBus.Agents.Research.Index;
using AgentBus.Agents.Research.Reading;

namespace AgentBus.Agents.Research;

/// <summary>Chooses what fits into one message.</summary>
internal static class Selection
{
    private static readonly string[] GeneralHeadings =
        ["overview", "introduction", "description", "details", "notes", "summary", "usage", "examples", "background", "about", "abstract"];

    private const int MaxTextBytes = 300_000;
    private const int MaxTables = 3;
    private const int MaxTableCharacters = 60_000;

    /// <summary>The best passages, no text twice, and no source with more than a third of them (five at least).</summary>
    public static IReadOnlyList<Passage> Passages(IReadOnlyList<RankedCut> ranked, Library library, int limit)
    {
        var chosen = new List<Passage>();
        var texts = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var perDocument = new Dictionary<string, int>(StringComparer.Ordinal);
        var most = library.Keys.Count == 1 ? limit : Math.Max(5, limit / 3);
        var bytes = 0;
        foreach (var (document, cut, score) in ranked)
        {
            var taken = perDocument.GetValueOrDefault(document);
            bytes += Encoding.UTF8.GetByteCount(cut.Text);
            if (chosen.Count == limit || bytes > MaxTextBytes)
            {
                break;
            }

            if (taken < most && texts.Add(cut.Text))
            {
                perDocument[document] = taken + 1;
                var source = library.Place(document).Source;
                var id = Id('p', $"{source}|{cut.FromLine}|{cut.ToLine}|{cut.Text}");
                chosen.Add(new Passage(id, source, new LineRange(cut.FromLine, cut.ToLine), Math.Round(score, 4), cut.Text, Heading(cut)));
            }
        }

        return chosen;
    }

    /// <summary>Tables that were asked for by name, or whose name, columns or cells speak of the topic; each cut to fit.</summary>
    public static IReadOnlyList<Table> Tables(Library library, PassageIndex index, TopicQuery topic)
    {
        var found =
            from key in library.Keys
            let place = library.Place(key)
            from table in index.Tables(key)
            let matches = Matches(table, place.Source, topic)
            where place.Direct || matches > 0
            orderby matches descending, place.Source
            select Bind(table, place.Source);
        return [.. found.Take(MaxTables)];
    }

    /// <summary>At most so many, the rest as a number.</summary>
    public static IReadOnlyList<SkippedSource> Bounded(IReadOnlyList<SkippedSource> skipped, int limit) => skipped.Count <= limit
        ? skipped
        : [.. skipped.Take(limit), new SkippedSource("(others)", $"{skipped.Count - limit:N0} more sources were skipped")];

    // A heading that any document has tells less than the document's title.
    private static string? Heading(Cut cut) =>
        cut.Heading is null || GeneralHeadings.Contains(cut.Heading, StringComparer.OrdinalIgnoreCase) ? cut.Title : cut.Heading;

    private static int Matches(ParsedTable table, string source, TopicQuery topic)
    {
        var words = string.Join(' ', table.Columns.Append(Path.GetFileNameWithoutExtension(source))
            .Concat(table.Rows.Take(50).SelectMany(row => row.Cells))).ToLowerInvariant();
        return topic.Words.Count(word => words.Contains(word.Length > 4 ? word[..^1] : word, StringComparison.Ordinal));
    }

    private static Table Bind(ParsedTable table, string source)
    {
        var size = 0;
        var rows = table.Rows.TakeWhile(row => (size += row.Cells.Sum(cell => cell.Length + 4) + 20) <= MaxTableCharacters).ToList();
        var title = Path.GetFileName(source.TrimEnd('/'));
        return new Table(Id('t', $"{source}|{table.HeaderLine}"), source, title, table.Columns, table.HeaderLine, table.RowCount, rows);
    }

    private static string Id(char prefix, string of) => prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(of)))[..12];
}
