namespace AgentBus.Agents.Analysis;

/// <summary>What a table holds, each number with the line of its row.</summary>
/// <param name="Sampled">The figures other than ranges come from a sample of the rows.</param>
internal sealed record TableProfile(string Id, string Source, string Title, int RowCount, bool Sampled, IReadOnlyList<ColumnProfile> Columns);

/// <summary>One column.</summary>
/// <param name="Type"><c>integer</c>, <c>number</c>, <c>date</c>, <c>boolean</c> or <c>text</c>.</param>
/// <param name="Missing">Empty cells.</param>
/// <param name="Distinct">Different values.</param>
internal sealed record ColumnProfile(string Name, string Type, int Missing, int Distinct)
{
    public CellValue? Least { get; init; }

    public CellValue? Greatest { get; init; }

    public double? Mean { get; init; }

    public Trend? Trend { get; init; }

    public IReadOnlyList<CellValue>? Outliers { get; init; }
}

/// <summary>A value as the source writes it.</summary>
internal sealed record CellValue(string Value, int Line);

/// <summary>A straight line through a column: least squares over the rows' order, or over a column of times, ordered labels or numbers that only rises or only falls.</summary>
/// <param name="Over">The column, or <c>rows</c>.</param>
/// <param name="Slope">Change per unit of <paramref name="Over"/>.</param>
/// <param name="RSquared">Share of the variance that the line explains, 0..1.</param>
internal sealed record Trend(string Over, double Slope, double RSquared, LineRange Lines);
