using CsvHelper;

namespace AgentBus.Agents.Research.Reading;

/// <summary>CSV with a header: one table, and prose in its cells as passages. The separator is detected among <c>, ; | tab</c>.</summary>
internal static class CsvTableReader
{
    private const int MaxColumns = 40;

    private static readonly CsvReaderOptions Options = new() { HasHeader = false, TrackLineNumbers = true, MaxRecordSize = 1_000_000 };

    public static ParsedDocument Read(string text)
    {
        using var csv = CsvReader.FromText(text, Options);
        if (!csv.Read() || csv.FieldCount < 2)
        {
            return ParsedDocument.Empty;
        }

        var columns = Cells(csv, MaxColumns);
        var headerLine = (int)csv.LineNumber;
        var sample = new TableSample(columns.Length);
        var cutter = new Cutter();
        while (csv.Read())
        {
            var line = (int)csv.LineNumber;
            var last = line + csv.RawRecord.Count((byte)'\n');
            var cells = Cells(csv, columns.Length);
            sample.Add(new TableRow(line, cells, last == line ? null : last));
            foreach (var cell in cells)
            {
                cutter.Paragraph(line, last, cell);
            }
        }

        return new ParsedDocument(cutter.Cuts, sample.Count == 0 ? [] : [new ParsedTable(columns, headerLine, sample.Count, sample.Rows())]);
    }

    private static string[] Cells(CsvReader csv, int most)
    {
        var cells = new string[Math.Min(csv.FieldCount, most)];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = Prose.OneLine(csv.GetString(i));
        }

        return cells;
    }
}
