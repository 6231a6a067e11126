namespace AgentBus.JsonSchema.Compilation;

/// <summary>JSON pointers (RFC 6901) as plain strings.</summary>
internal static class JsonPointer
{
    public static string Append(string path, string token) =>
        $"{path}/{token.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    /// <summary>The unescaped tokens.</summary>
    public static IEnumerable<string> Tokens(string pointer) =>
        pointer.Split('/').Skip(1).Select(t => t.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));
}
