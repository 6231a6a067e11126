namespace AgentBus.Agents.Routing;

/// <summary>What a source is by its look alone; nothing is read here.</summary>
internal enum SourceKind
{
    File,
    Folder,
    Web,
    Search,
}

/// <summary>Tells the kinds.</summary>
internal static class SourceKinds
{
    public static SourceKind Of(string source)
    {
        if (source.StartsWith("search:", StringComparison.OrdinalIgnoreCase))
        {
            return SourceKind.Search;
        }

        if (source.Contains("://", StringComparison.Ordinal))
        {
            return SourceKind.Web;
        }

        return Path.HasExtension(source) && !Path.EndsInDirectorySeparator(source) ? SourceKind.File : SourceKind.Folder;
    }

    /// <summary>The kind of reading it takes.</summary>
    public static string Candidate(this SourceKind kind) => kind switch
    {
        SourceKind.Web => "web",
        SourceKind.Search => "search",
        _ => "files",
    };
}
