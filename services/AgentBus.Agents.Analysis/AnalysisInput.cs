namespace AgentBus.Agents.Analysis;

/// <summary>What analysis is asked.</summary>
internal sealed record AnalysisInput
{
    public required string Topic { get; init; }

    /// <summary>Sentences wanted; default 12, at most 100. Fewer are written when the sources do not say more.</summary>
    public int? Length { get; init; }

    public required IReadOnlyList<Passage> Passages { get; init; }

    public IReadOnlyList<Table>? Tables { get; init; }

    /// <summary>Sources that were not read; named in the error when nothing is left.</summary>
    public IReadOnlyList<SkippedSource>? Skipped { get; init; }

    /// <summary>What validation found in the previous draft: these sentences do not come again, others take their place.</summary>
    public IReadOnlyList<Fault>? Faults { get; init; }
}

/// <summary>A piece of a source.</summary>
internal sealed record Passage
{
    public required string Id { get; init; }

    public required string Source { get; init; }

    public required LineRange Lines { get; init; }

    /// <summary>Higher is better.</summary>
    public double Score { get; init; }

    public required string Text { get; init; }

    public string? Heading { get; init; }
}

/// <summary>Lines from 1, both ends included.</summary>
internal sealed record LineRange(int From, int To);

/// <summary>A table, perhaps a sample of its rows.</summary>
internal sealed record Table
{
    public required string Id { get; init; }

    public required string Source { get; init; }

    public required string Title { get; init; }

    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>Line of the columns' names; 0 = the source has none, as each row names its columns itself.</summary>
    public int HeaderLine { get; init; }

    public int RowCount { get; init; }

    public required IReadOnlyList<TableRow> Rows { get; init; }
}

/// <summary>One row and its lines in the source; no <paramref name="LastLine"/> = it has one line.</summary>
internal sealed record TableRow(int Line, IReadOnlyList<string> Cells, int? LastLine = null);

/// <summary>A source that was not read.</summary>
internal sealed record SkippedSource(string Source, string Reason);

/// <summary>A sentence that validation refused.</summary>
internal sealed record Fault
{
    public required string Text { get; init; }

    public string? Detail { get; init; }
}
