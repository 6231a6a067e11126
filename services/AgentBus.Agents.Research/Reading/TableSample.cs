using System.Globalization;

namespace AgentBus.Agents.Research.Reading;

/// <summary>
/// Keeps a table small enough for a message: every k-th row (k doubles as rows come), the first and the last, and the rows that hold a
/// numeric column's least and greatest value, so
/// that ranges stay exact.
/// </summary>
internal sealed class TableSample(int columns)
{
    public const int MaxRows = 400;

    private readonly (TableRow? Row, double Value)[] least = new (TableRow?, double)[columns];
    private readonly (TableRow? Row, double Value)[] greatest = new (TableRow?, double)[columns];
    private List<TableRow> kept = [];
    private TableRow? last;
    private int stride = 1;

    public int Count { get; private set; }

    public void Add(TableRow row)
    {
        if (Count++ % stride == 0)
        {
            kept.Add(row);
            if (kept.Count > MaxRows)
            {
                kept = [.. kept.Where((_, i) => i % 2 == 0)];
                stride *= 2;
            }
        }

        last = row;
        for (var i = 0; i < Math.Min(row.Cells.Count, least.Length); i++)
        {
            if (double.TryParse(row.Cells[i], NumberStyles.Number, CultureInfo.InvariantCulture, out var value))
            {
                least[i] = least[i].Row is null || value < least[i].Value ? (row, value) : least[i];
                greatest[i] = greatest[i].Row is null || value > greatest[i].Value ? (row, value) : greatest[i];
            }
        }
    }

    public IReadOnlyList<TableRow> Rows() =>
        [.. kept.Concat(least.Select(x => x.Row)).Concat(greatest.Select(x => x.Row)).Append(last)
            .OfType<TableRow>().Distinct(ReferenceEqualityComparer.Instance).Cast<TableRow>().OrderBy(row => row.Line)];
}
