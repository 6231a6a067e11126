using System.Globalization;
using System.Reflection;

namespace AgentBus.Storage.Setup;

/// <summary>A step of the schema: an embedded SQL file, numbered by its name.</summary>
internal sealed record Migration(int Version, string Sql)
{
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
