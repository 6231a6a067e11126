using CsvHelper;

namespace AgentBus.Cli.Models;

/// <summary>A CSV text with a header, read whole. Anything wrong with it is one error with file and line.</summary>
internal sealed class CsvTable
{
    private static readonly CsvReaderOptions Strict = new()
    {
        Separator = ',', TrackLineNumbers = true, MalformedData = CsvMalformedDataHandling.Throw, FieldCountMismatch = CsvFieldCountHandling.Throw,
    };

    private readonly string _name;
    private readonly IReadOnlyList<string> _header;

    private CsvTable(string name, IReadOnlyList<string> header, IReadOnlyList<CsvRow> rows) => (_name, _header, Rows) = (name, header, rows);

    /// <summary>The rows below the header.</summary>
    public IReadOnlyList<CsvRow> Rows { get; }

    /// <param name="name">The file's name, for errors.</param>
    /// <param name="text">What it holds.</param>
    public static CsvTable Parse(string name, string text)
    {
        using var reader = CsvReader.FromText(text, Strict);
        try
        {
            var rows = new List<CsvRow>();
            while (reader.Read())
            {
                rows.Add(new CsvRow(name, reader.LineNumber, [.. Enumerable.Range(0, reader.FieldCount).Select(field => reader.GetString(field))]));
            }

            return rows.Count > 0 ? new CsvTable(name, [.. reader.Headers], rows) : throw CliException.Usage($"{name} has no rows; a header and rows below it are wanted.");
        }
        catch (CsvFormatException e)
        {
            throw CliException.Usage($"{name}, line {e.LineNumber}: {e.Message}");
        }
    }

    /// <summary>Whether there is such a column.</summary>
    public bool Has(string column) => _header.Contains(column, StringComparer.Ordinal);

    /// <summary>The place of a column.</summary>
    public int Column(string column) => Has(column)
        ? _header.Index().First(entry => entry.Item == column).Index
        : throw CliException.Usage($"{_name} has no column '{column}'. It has: {string.Join(", ", _header)}.");
}
