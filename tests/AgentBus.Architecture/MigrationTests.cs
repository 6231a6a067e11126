using System.Text.RegularExpressions;

namespace AgentBus.Architecture;

/// <summary>
/// During a rolling deploy version N works on the schema of N + 1, and goes on committing while it changes: a migration adds, and holds no table for long.
/// </summary>
public sealed partial class MigrationTests
{
    private static readonly string[] Forbidden =
    [
        @"\bdrop\s+(table|column|index|constraint|view|type)", @"\brename\b", @"\balter\s+column\b", @"\btruncate\b", @"\bset\s+not\s+null\b",
    ];

    /// <summary>The first one that met stores in use.</summary>
    private const int Released = 6;

    public static TheoryData<string> Files() =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "shared/AgentBus.Storage"), "*.sql", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/')).Where(file => !file.Contains("/obj/") && !file.Contains("/bin/"))
            .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_migration_only_adds(string file)
    {
        var sql = Comment().Replace(Repository.Read(file), "");
        foreach (var pattern in Forbidden)
        {
            Regex.Match(sql, pattern, RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1)).Value.ShouldBeEmpty($"{file}: an earlier version that runs on cannot work on this.");
        }

        AddedColumn().Matches(sql).Select(match => match.Value)
            .Where(column => column.Contains("not null", StringComparison.OrdinalIgnoreCase) && !column.Contains("default", StringComparison.OrdinalIgnoreCase))
            .ShouldBeEmpty($"{file}: an earlier version writes no value there; give it a default.");
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void An_index_of_an_earlier_table_is_built_beside_the_commits(string file)
    {
        if (!file.Contains("Postgres/", StringComparison.Ordinal) || int.Parse(Path.GetFileName(file)[..3], null) < Released)
        {
            return;
        }

        var sql = Comment().Replace(Repository.Read(file), "");
        var made = Table().Matches(sql).Select(match => match.Groups["table"].Value).ToHashSet();
        Index().Matches(sql).Where(match => !match.Value.Contains("concurrently", StringComparison.Ordinal) && !made.Contains(match.Groups["table"].Value))
            .Select(match => match.Value).ShouldBeEmpty($"{file}: write 'create index concurrently if not exists', or every commit waits until it is built.");
    }

    [Fact]
    public void Both_databases_have_the_same_migrations() =>
        Numbers("Postgres").ShouldBe(Numbers("Sqlite"));

    private static List<string> Numbers(string provider) =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "shared/AgentBus.Storage", provider, "Migrations")).Select(file => Path.GetFileName(file)[..3]).Order(StringComparer.Ordinal)];

    [GeneratedRegex("add column [^,;]*", RegexOptions.None, 1_000)]
    private static partial Regex AddedColumn();

    [GeneratedRegex("--[^\n]*", RegexOptions.None, 1_000)]
    private static partial Regex Comment();

    [GeneratedRegex(@"create table (?<table>\w+)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Table();

    [GeneratedRegex(@"create (unique )?index (concurrently if not exists )?\w+\s+on (?<table>\w+)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Index();
}
