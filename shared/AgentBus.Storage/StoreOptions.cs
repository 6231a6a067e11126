using System.ComponentModel.DataAnnotations;

namespace AgentBus.Storage;

/// <summary>Where runs are kept. Section <c>Store</c>; all faults are reported at start, at once.</summary>
public sealed class StoreOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Store";

    /// <summary><c>sqlite</c> (default: one process, one file) or <c>postgres</c>.</summary>
    public string Provider { get; set; } = StoreProviders.Sqlite;

    /// <summary>For postgres: an Npgsql connection string, such as <c>Host=db;Database=agentbus;Username=agentbus</c>.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>For postgres: a file that holds the password alone, so that no secret stands in the connection string. Optional.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>For sqlite: the database file; its folder is made. Default <c>data/agentbus.db</c>.</summary>
    public string Path { get; set; } = "data/agentbus.db";

    /// <summary>For postgres: connections of this process at most, the committer's and the listener's included. Default 20.</summary>
    [Range(4, 1000)]
    public int MaxPoolSize { get; set; } = 20;

    /// <summary>Write sets committed as one batch at most. Default 64.</summary>
    [Range(1, 1000)]
    public int MaxBatch { get; set; } = 64;

    /// <summary>
    /// For postgres: batches under way at once. Default 1: while one is written the next one gathers, and few large batches cost less than many small ones.
    /// More help where the database is far away and <see cref="MaxBatch"/> sets wait for each answer.
    /// </summary>
    [Range(1, 16)]
    public int Committers { get; set; } = 1;

    /// <summary>For postgres: seconds a command may take before its connection counts as broken. Default 20.</summary>
    [Range(1, 3600)]
    public int CommandTimeoutSeconds { get; set; } = 20;
}
