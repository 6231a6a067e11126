using System.Text.RegularExpressions;
using AgentBus.Workflows.Definitions.Text;

namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>Reads <c>document</c>: what the definition is called.</summary>
internal static class HeaderReader
{
    private static readonly Regex Name = new(@"^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\z", RegexOptions.NonBacktracking);

    // The grammar of semver.org, in which a number has no leading zero.
    private static readonly Regex Version = new(
        @"^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)" +
        @"(-(0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)(\.(0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*))*)?(\+[0-9a-zA-Z-]+(\.[0-9a-zA-Z-]+)*)?\z",
        RegexOptions.NonBacktracking);

    /// <summary>The key, title and summary; the key is null when a part of it is missing or wrong.</summary>
    public static (DefinitionKey? Key, string? Title, string? Summary) Read(Cursor at)
    {
        if (!at.IsObjectOf("dsl", "namespace", "name", "version", "title", "summary", "tags", "metadata"))
        {
            return default;
        }

        CheckDsl(at.Required("dsl"));
        at.Get("tags")?.Is(NodeKind.Object);
        var (@namespace, name) = (Checked(at, "namespace", Name, NameForm), Checked(at, "name", Name, NameForm));
        var version = Checked(at, "version", Version, "a semantic version such as 1.0.0");
        var key = @namespace is null || name is null || version is null ? null : new DefinitionKey(@namespace, name, version);
        return (key, at.Get("title")?.Text(), at.Get("summary")?.Text());
    }

    private const string NameForm = "up to 63 letters, digits and hyphens, with a letter or digit at both ends";

    private static string? Checked(Cursor document, string name, Regex form, string formInWords)
    {
        if (document.Required(name) is not { } at || at.Text() is not { } text)
        {
            return null;
        }

        if (form.IsMatch(text))
        {
            return text;
        }

        at.Report($"'{name}' is '{text}'. Write {formInWords}.");
        return null;
    }

    private static void CheckDsl(Cursor? at)
    {
        if (at?.Text() is { } text && (!Version.IsMatch(text) || !text.StartsWith("1.0.", StringComparison.Ordinal)))
        {
            at.Report($"'dsl' is '{text}'. This reads version 1.0 of the standard: write '1.0.3'.");
        }
    }
}
