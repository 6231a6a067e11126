namespace AgentBus.Agents.Analysis.Tables;

/// <summary>
/// Says what stands out in a table in sentences that hold only numbers of cited rows. The lines cited begin with the columns' names,
/// without which a row of
/// numbers supports nothing; the profile has each number's own line.
/// </summary>
internal static class TableFacts
{
    private const int MaxColumns = 2;
    private const double ClearTrend = 0.5;

    /// <summary>Sentences with the passages they cite: each passage is a row, or the two rows at the ends of a trend.</summary>
    public static IEnumerable<(CitedSentence Sentence, Passage Passage)> Of(Table table, TableProfile profile)
    {
        var label = LabelColumn(table, profile);
        var shown = profile.Columns.Select((column, index) => (column, index))
            .Where(c => c.index != label && c.column.Least is not null && c.column.Distinct > 1).Take(MaxColumns);
        foreach (var (column, index) in shown)
        {
            yield return Extreme(table, label, index, column.Greatest!, "highest");
            yield return Extreme(table, label, index, column.Least!, "lowest");
            if (label is { } along && column.Trend is { RSquared: >= ClearTrend } trend && trend.Over == table.Columns[along])
            {
                yield return Ends(table, along, index, trend);
            }
        }
    }

    // The column that names a row: one that rises (a year), else the first of text whose values differ.
    private static int? LabelColumn(Table table, TableProfile profile) =>
        TableProfiler.Axis(table, [.. table.Columns.Select((_, column) => TableProfiler.Numbers(table, column))])
        ?? profile.Columns.Select((column, index) => (column, index))
            .Where(c => c.column.Type is "text" or "date" && c.column.Distinct == table.Rows.Count).Select(c => (int?)c.index).FirstOrDefault();

    private static (CitedSentence, Passage) Extreme(Table table, int? label, int column, CellValue value, string which)
    {
        var row = table.Rows.First(row => row.Line == value.Line);
        var where = label is { } named ? $", where {table.Columns[named]} is {TableProfiler.Cell(row, named)}" : string.Empty;
        var text = $"{Capital(table.Columns[column])} is {which} at {value.Value}{where}.";
        return Cited(text, table, $"{column}{which}", Lines(table, row), RowText(table, row, label, column));
    }

    private static (CitedSentence, Passage) Ends(Table table, int along, int column, Trend trend)
    {
        var (first, last) = (table.Rows.First(row => row.Line == trend.Lines.From), table.Rows.First(row => row.Line == trend.Lines.To));
        var text = $"{Capital(table.Columns[column])} {(trend.Slope > 0 ? "rises" : "falls")} from {TableProfiler.Cell(first, column)} ({table.Columns[along]} {TableProfiler.Cell(first, along)}) "
            + $"to {TableProfiler.Cell(last, column)} ({table.Columns[along]} {TableProfiler.Cell(last, along)}).";
        return Cited(text, table, $"{column}trend", Lines(table, last),
            $"{RowText(table, first, along, column)} {RowText(table, last, along, column)}");
    }

    private static (CitedSentence, Passage) Cited(string text, Table table, string what, LineRange lines, string rows)
    {
        var id = $"{table.Id}-{what}";
        return (new CitedSentence(text, id), new Passage { Id = id, Source = table.Source, Lines = lines, Text = rows, Heading = table.Title });
    }

    private static LineRange Lines(Table table, TableRow row) => new(table.HeaderLine > 0 ? table.HeaderLine : row.Line, row.LastLine ?? row.Line);

    private static string RowText(Table table, TableRow row, int? label, int column)
    {
        var shown = label is { } named ? (int[])[named, column] : [column];
        return string.Join(", ", shown.Select(c => $"{table.Columns[c]} is {TableProfiler.Cell(row, c)}")) + ".";
    }

    private static string Capital(string text) => text.Length == 0 ? "The value" : char.ToUpperInvariant(text[0]) + text[1..];
}
