using System.Text;
using System.Text.Json;

namespace AgentBus.Agents.Research.Reading;

/// <summary>JSON: an array of flat objects is a table; long strings anywhere are passages under the name of their member.</summary>
internal static class JsonTextReader
{
    private const int MaxColumns = 40;

    public static ParsedDocument Read(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var cutter = new Cutter();
        var rowLines = Strings(bytes, cutter);
        return new ParsedDocument(cutter.Cuts, Table(bytes, rowLines) is { } table ? [table] : []);
    }

    // Returns the first and last line of each object that lies directly in the root array.
    private static List<(int First, int Last)> Strings(byte[] bytes, Cutter cutter)
    {
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        var rows = new List<(int First, int Last)>();
        int line = 1, counted = 0;
        while (reader.Read())
        {
            line += bytes.AsSpan(counted, (int)reader.TokenStartIndex - counted).Count((byte)'\n');
            counted = (int)reader.TokenStartIndex;
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject when reader.CurrentDepth == 1:
                    rows.Add((line, line));
                    break;
                case JsonTokenType.EndObject when reader.CurrentDepth == 1:
                    rows[^1] = (rows[^1].First, line);
                    break;
                case JsonTokenType.PropertyName:
                    cutter.Heading(reader.GetString()!);
                    break;
                case JsonTokenType.String when reader.ValueSpan.Length > 30:
                    cutter.Paragraph(line, line, reader.GetString()!);
                    break;
            }
        }

        return rows;
    }

    private static ParsedTable? Table(byte[] bytes, List<(int First, int Last)> rowLines)
    {
        using var document = JsonDocument.Parse(bytes,
            new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        if (document.RootElement.ValueKind != JsonValueKind.Array || rowLines.Count < 2 || rowLines.Count != document.RootElement.GetArrayLength())
        {
            return null;
        }

        string[] columns = [.. document.RootElement[0].EnumerateObject().Where(p => IsFlat(p.Value)).Select(p => p.Name).Distinct().Take(MaxColumns)];
        var sample = new TableSample(columns.Length);
        foreach (var (row, (first, last)) in document.RootElement.EnumerateArray().Zip(rowLines))
        {
            string[] cells = [.. columns.Select(column => Cell(row, column))];
            sample.Add(new TableRow(first, cells, last == first ? null : last));
        }

        return columns.Length < 2 ? null : new ParsedTable(columns, rowLines[0].First, sample.Count, sample.Rows());
    }

    private static string Cell(JsonElement row, string column) =>
        row.TryGetProperty(column, out var value) && IsFlat(value) ? Prose.OneLine(value.ToString()) : string.Empty;

    private static bool IsFlat(JsonElement value) => value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array);
}
