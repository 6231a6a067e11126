namespace AgentBus.Storage;

/// <summary>Values of <see cref="StoreOptions.Provider"/>.</summary>
public static class StoreProviders
{
    /// <summary>One file beside the process.</summary>
    public const string Sqlite = "sqlite";

    /// <summary>A PostgreSQL server, shared by many processes.</summary>
    public const string Postgres = "postgres";
}
