namespace AgentBus.Agents.Research;

/// <summary>What was found, and what could not be read.</summary>
/// <param name="Passages">Best first.</param>
internal sealed record ResearchOutput(
    IReadOnlyList<Passage> Passages, IReadOnlyList<Table> Tables, IReadOnlyList<SkippedSource> Skipped, ReadTotals Read);

/// <summary>A piece of a source, at most 1,500 characters.</summary>
/// <param name="Id">Made from source, lines and text: the same in every run while the source stays the same.</param>
/// <param name="Source">Full path or address.</param>
/// <param name="Score">BM25, higher is better. Comparable within one run.</param>
internal sealed record Passage(string Id, string Source, LineRange Lines, double Score, string Text, string? Heading);

/// <summary>Lines of the source's own text, from 1, both ends included.</summary>
internal sealed record LineRange(int From, int To);

/// <summary>A table, cut to a sample that keeps each numeric column's extremes.</summary>
/// <param name="RowCount">Rows in the source; more than <paramref name="Rows"/> when sampled.</param>
internal sealed record Table(
    string Id, string Source, string Title, IReadOnlyList<string> Columns, int HeaderLine, int RowCount, IReadOnlyList<TableRow> Rows);

/// <summary>One row; <paramref name="Line"/> is its first line in the source, <paramref name="LastLine"/> its last where it spans several.</summary>
internal sealed record TableRow(int Line, IReadOnlyList<string> Cells, int? LastLine = null);

/// <summary>A source, or a part of one, that was not read.</summary>
internal sealed record SkippedSource(string Source, string Reason);

/// <summary>How much was read.</summary>
internal sealed record ReadTotals(int Files, long Bytes);
