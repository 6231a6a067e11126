namespace AgentBus.Storage.Setup;

/// <summary>The table that says which migrations ran, and what a version found there means.</summary>
internal static class SchemaVersion
{
    public static string Create(string timeType) =>
        $"create table if not exists schema_version (version integer primary key, migrated_at {timeType} not null)";

    public const string Select = "select coalesce(max(version), 0) from schema_version";

    public const string Insert = "insert into schema_version (version, migrated_at) values (@version, @at)";

    /// <summary>A newer schema fits an older binary, because migrations are additive: a rolling deploy has both.</summary>
    public static string? Problem(long found, int wanted) => found >= wanted
        ? null
        : $"The store's schema is at version {found}, this program needs {wanted}: run it once with the argument 'setup'.";
}
