using System.Globalization;

namespace AgentBus.Workflows.Definitions.Text;

/// <summary>JSON pointers (RFC 6901) as plain strings.</summary>
internal static class JsonPointer
{
    public static string Append(string path, string name) =>
        $"{path}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    public static string Append(string path, int index) => string.Create(CultureInfo.InvariantCulture, $"{path}/{index}");

    /// <summary>The unescaped names and indexes of a pointer.</summary>
    public static IEnumerable<string> Tokens(string pointer) =>
        pointer.Split('/').Skip(1).Select(t => t.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));
}
