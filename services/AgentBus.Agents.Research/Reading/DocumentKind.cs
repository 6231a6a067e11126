namespace AgentBus.Agents.Research.Reading;

/// <summary>The kinds of document that are read.</summary>
internal enum DocumentKind
{
    Text,
    Markdown,
    Html,
    Csv,
    Json,
}

/// <summary>Tells the kind by a file's name or a page's content type.</summary>
internal static class DocumentKinds
{
    /// <summary>Null = a kind that is not read. A name without extension counts as text.</summary>
    public static DocumentKind? OfFile(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".MD" or ".MARKDOWN" => DocumentKind.Markdown,
        ".HTML" or ".HTM" or ".XHTML" => DocumentKind.Html,
        ".CSV" or ".TSV" => DocumentKind.Csv,
        ".JSON" => DocumentKind.Json,
        "" or ".TXT" or ".TEXT" or ".RST" or ".ADOC" or ".ASCIIDOC" or ".DEBIAN" => DocumentKind.Text,
        _ when Path.GetFileName(path).StartsWith("README", StringComparison.OrdinalIgnoreCase)
            && Path.GetExtension(path).ToUpperInvariant() is not (".GZ" or ".BZ2" or ".XZ" or ".ZIP" or ".PDF" or ".PS") => DocumentKind.Text,
        _ => null,
    };

    /// <summary>Null = a content type that is not read.</summary>
    public static DocumentKind? OfContentType(string? contentType, string path) => contentType?.ToUpperInvariant() switch
    {
        "TEXT/HTML" or "APPLICATION/XHTML+XML" => DocumentKind.Html,
        "TEXT/MARKDOWN" => DocumentKind.Markdown,
        "TEXT/CSV" or "TEXT/TAB-SEPARATED-VALUES" => DocumentKind.Csv,
        "TEXT/PLAIN" => OfFile(path) is { } kind and not DocumentKind.Html ? kind : DocumentKind.Text,
        "APPLICATION/JSON" or "TEXT/JSON" => DocumentKind.Json,
        { } other when other.EndsWith("+JSON", StringComparison.Ordinal) => DocumentKind.Json,
        _ => null,
    };
}
