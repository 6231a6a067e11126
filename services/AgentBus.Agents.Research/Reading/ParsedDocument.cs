namespace AgentBus.Agents.Research.Reading;

/// <summary>What a reader made of a document.</summary>
internal sealed record ParsedDocument(IReadOnlyList<Cut> Cuts, IReadOnlyList<ParsedTable> Tables)
{
    public static ParsedDocument Empty { get; } = new([], []);
}

/// <summary>A paragraph-sized piece of prose with its lines in the original.</summary>
internal sealed record Cut(int FromLine, int ToLine, string? Title, string? Heading, string Text);

/// <summary>A table before it is bound to a source.</summary>
internal sealed record ParsedTable(IReadOnlyList<string> Columns, int HeaderLine, int RowCount, IReadOnlyList<TableRow> Rows);
