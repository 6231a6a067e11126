using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;

namespace AgentBus.Cli.Screen;

/// <summary>Writes results: as JSON with <c>--json</c>, else for people.</summary>
internal sealed class Output(Terminal terminal, bool json)
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public bool IsJson => json;

    public Terminal Terminal => terminal;

    public IAnsiConsole Ansi { get; } = terminal.Ansi();

    /// <summary>Machine output.</summary>
    public void Json(JsonElement value)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Readable))
        {
            value.WriteTo(writer);
        }

        terminal.Out.WriteLine(Encoding.UTF8.GetString(stream.ToArray()));
    }

    /// <summary>A table of text cells, which must be escaped already where they hold markup.</summary>
    public void Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows, string none)
    {
        var table = new Table { Border = TableBorder.None, ShowRowSeparators = false };
        table.AddColumns([.. columns.Select(column => new TableColumn($"[bold]{column}[/]").PadRight(2))]);
        foreach (var row in rows)
        {
            table.AddRow([.. row]);
        }

        if (table.Rows.Count == 0)
        {
            Note(none);
            return;
        }

        Ansi.Write(table);
    }

    /// <summary>A line of the result, of markup.</summary>
    public void Line(string markup) => Ansi.MarkupLine(markup);

    /// <summary>Said to a person on the side; never mixed with results.</summary>
    public void Note(string text) => terminal.Error.WriteLine(text);
}
