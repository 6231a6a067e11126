using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace AgentBus.Storage.Setup;

/// <summary>A step of the schema: an embedded SQL file, numbered by its name.</summary>
internal sealed partial record Migration(int Version, string Sql)
{
    /// <summary>All but <see cref="Indexes"/>: what runs in one transaction.</summary>
    public string Changes { get; } = ConcurrentIndex.Replace(Sql, "");

    /// <summary>Indexes of tables that may be large, by name: built beside the running commits, which no transaction can do.</summary>
    public IReadOnlyList<(string Name, string Sql)> Indexes { get; } =
        [.. ConcurrentIndex.Matches(Sql).Select(statement => (statement.Groups["name"].Value, statement.Value))];

    /// <summary>For a store without rows, where nobody is to be disturbed: the same, fit for one transaction.</summary>
    public string AtOnce { get; } = ConcurrentIndex.Replace(Sql, statement => statement.Value.Replace("concurrently ", "", StringComparison.Ordinal));

    [GeneratedRegex(@"^create (unique )?index concurrently if not exists (?<name>\w+)[^;]*;", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex ConcurrentIndex { get; }

    /// <summary>All of a provider's migrations in order; the folder is Postgres or Sqlite.</summary>
    public static IReadOnlyList<Migration> All(string folder)
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith($"{folder}/Migrations/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => new Migration(Number(name), Read(assembly, name)))
            .ToList();
    }

    private static int Number(string name) => int.Parse(Path.GetFileName(name).AsSpan(0, 3), CultureInfo.InvariantCulture);

    private static string Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
