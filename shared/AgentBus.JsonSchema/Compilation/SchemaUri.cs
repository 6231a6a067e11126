namespace AgentBus.JsonSchema.Compilation;

/// <summary>Addresses of schemas: resolved against a base, and split into address and fragment.</summary>
internal static class SchemaUri
{
    /// <summary>The base of a document that does not say its own.</summary>
    public const string Unnamed = "schema://document/";

    public static (string Address, string Fragment) Resolve(string @base, string reference)
    {
        var hash = reference.IndexOf('#', StringComparison.Ordinal);
        var (relative, fragment) = hash < 0 ? (reference, "") : (reference[..hash], Uri.UnescapeDataString(reference[(hash + 1)..]));
        return (relative.Length == 0 ? @base : Absolute(@base, relative), fragment);
    }

    // A base such as urn:x has no folders: what is relative to it stays what it is, and is found nowhere.
    private static string Absolute(string @base, string relative)
    {
        if (Uri.TryCreate(relative, UriKind.Absolute, out var absolute) && !relative.StartsWith('/'))
        {
            return absolute.AbsoluteUri;
        }

        return Uri.TryCreate(new Uri(@base), relative, out var resolved) ? resolved.AbsoluteUri : relative;
    }
}
