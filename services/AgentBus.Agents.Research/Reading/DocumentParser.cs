namespace AgentBus.Agents.Research.Reading;

/// <summary>Reads a document's text by its kind.</summary>
internal static class DocumentParser
{
    /// <summary>Raised when a reader's result for the same text changes: it is part of the cache key.</summary>
    public const int Version = 2;

    public static ParsedDocument Parse(DocumentKind kind, string text) => kind switch
    {
        DocumentKind.Markdown => MarkdownReader.Read(text),
        DocumentKind.Html => HtmlReader.Read(text),
        DocumentKind.Csv => CsvTableReader.Read(text),
        DocumentKind.Json => JsonTextReader.Read(text),
        _ => PlainTextReader.Read(text),
    };
}
