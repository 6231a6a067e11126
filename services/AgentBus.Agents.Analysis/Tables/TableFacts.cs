namespace AgentBus.Agents.Analysis.Tables;

/// <summary>
/// Says what stands out in a table in sentences that hold only numbers of cited rows. The lines cited begin with the columns' names, without which a row of
/// numbers supports nothing; the profile has each number's own line.
/// </summary>
internal static class TableFacts
{
    private const int MaxColumns = 2;
    private const int MaxOutliers = 2;
    private const double ClearTrend = 0.5;

    /// <summary>Sentences with the passages they cite: each passage is a row, or the two rows at the ends of a trend or a range.</summary>
    public static IEnumerable<(CitedSentence Sentence, Passage Passage)> Of(Table table, TableProfile profile)
    {
        var axis = Axis.Of(table, [.. table.Columns.Select((_, column) => TableProfiler.Numbers(table, column))]);
        var label = axis?.Column ?? LabelColumn(table, profile);
        foreach (var (column, index) in Measures(table, profile, label))
        {
            yield return Ends(table, axis, index, column) ?? Range(table, label, index, column);
            yield return Extreme(table, label, index, column.Greatest!, "highest");
            yield return Extreme(table, label, index, column.Least!, "lowest");
            foreach (var outlier in (column.Outliers ?? []).Take(MaxOutliers))
            {
                yield return Outlier(table, label, index, outlier);
            }
        }
    }

    // Years in no order are no measure where there is one.
    private static IEnumerable<(ColumnProfile Column, int Index)> Measures(Table table, TableProfile profile, int? label)
    {
        var numeric = profile.Columns.Select((column, index) => (column, index))
            .Where(c => c.index != label && c.column.Least is not null && c.column.Distinct > 1).ToList();
        var measures = numeric.Where(c => !Axis.IsTime(table, c.index)).ToList();
        return (measures.Count > 0 ? measures : numeric).Take(MaxColumns);
    }

    // The column that names a row: the first of text or dates whose values differ.
    private static int? LabelColumn(Table table, TableProfile profile) =>
        profile.Columns.Select((column, index) => (column, index))
            .Where(c => c.column.Type is "text" or "date" && c.column.Distinct == table.Rows.Count).Select(c => (int?)c.index).FirstOrDefault();

    private static (CitedSentence, Passage) Extreme(Table table, int? label, int column, CellValue value, string which)
    {
        var row = Row(table, column, value);
        var text = $"The {which} value of {Name(table, column)} is {value.Value}{Where(table, row, label)}.";
        return Cited(text, table, $"{column}{which}", Lines(table, row), RowText(table, row, label, column));
    }

    private static (CitedSentence, Passage) Outlier(Table table, int? label, int column, CellValue value)
    {
        var row = Row(table, column, value);
        var text = $"The value {value.Value} of {Name(table, column)}{Where(table, row, label)}{(label is null ? string.Empty : ",")} is an outlier by its distance from the median.";
        return Cited(text, table, $"{column}outlier{value.Line}", Lines(table, row), RowText(table, row, label, column));
    }

    private static (CitedSentence, Passage) Range(Table table, int? label, int column, ColumnProfile profile)
    {
        var (least, greatest) = (Row(table, column, profile.Least!), Row(table, column, profile.Greatest!));
        var text = $"The values of {Name(table, column)} range from {profile.Least!.Value} to {profile.Greatest!.Value}.";
        return Cited(text, table, $"{column}range", Lines(table, least.Line > greatest.Line ? least : greatest), $"{RowText(table, least, label, column)} {RowText(table, greatest, label, column)}");
    }

    // Null where there is no clear trend, or where its ends go the other way.
    private static (CitedSentence, Passage)? Ends(Table table, Axis? axis, int column, ColumnProfile profile)
    {
        if (axis is not { Column: var along } || profile.Trend is not { RSquared: >= ClearTrend } trend)
        {
            return null;
        }

        var known = table.Rows.Where(row => TableProfiler.Number(TableProfiler.Cell(row, column)) is not null).ToList();
        var ends = (First: known[0], Last: known[^1]);
        var (first, last) = axis.Places[^1] > axis.Places[0] ? ends : (ends.Last, ends.First);
        if (Math.Sign(TableProfiler.Number(TableProfiler.Cell(last, column))!.Value - TableProfiler.Number(TableProfiler.Cell(first, column))!.Value) != Math.Sign(trend.Slope))
        {
            return null;
        }

        var text = $"{Capital(Name(table, column))} {(trend.Slope > 0 ? "rises" : "falls")} "
            + $"from {TableProfiler.Cell(first, column)} ({Name(table, along)} {TableProfiler.Cell(first, along)}) "
            + $"to {TableProfiler.Cell(last, column)} ({Name(table, along)} {TableProfiler.Cell(last, along)}).";
        return Cited(text, table, $"{column}trend", Lines(table, ends.Last), $"{RowText(table, first, along, column)} {RowText(table, last, along, column)}");
    }

    private static (CitedSentence, Passage) Cited(string text, Table table, string what, LineRange lines, string rows)
    {
        var id = $"{table.Id}-{what}";
        return (new CitedSentence(text, id), new Passage { Id = id, Source = table.Source, Lines = lines, Text = rows, Heading = table.Title });
    }

    private static LineRange Lines(Table table, TableRow row) => new(table.HeaderLine > 0 ? table.HeaderLine : row.Line, row.LastLine ?? row.Line);

    private static TableRow Row(Table table, int column, CellValue value) =>
        table.Rows.First(row => row.Line == value.Line && TableProfiler.Cell(row, column) == value.Value);

    private static string Where(Table table, TableRow row, int? label) => label is { } named ? $", where {Name(table, named)} is {TableProfiler.Cell(row, named)}" : string.Empty;

    private static string RowText(Table table, TableRow row, int? label, int column)
    {
        var shown = label is { } named ? (int[])[named, column] : [column];
        return string.Join(", ", shown.Select(c => $"{Name(table, c)} is {TableProfiler.Cell(row, c)}")) + ".";
    }

    private static string Name(Table table, int column) => table.Columns[column].Length == 0 ? $"column {column + 1}" : table.Columns[column];

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
