using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace AgentBus.Storage;

/// <summary>Tells a store that is away from a store that said no.</summary>
public static class StoreFault
{
    /// <summary>SQLite's primary result codes ERROR, TOOBIG, CONSTRAINT, MISMATCH, MISUSE and RANGE (sqlite.org/rescode.html).</summary>
    private static readonly int[] SqliteRefusals = [1, 18, 19, 20, 21, 25];

    /// <summary>
    /// Whether the same may succeed later: the database was away, full, slow or busy. False for what it refused for its content
    /// (SQLSTATE classes 22, 23 and 42), which it would refuse for ever, and for faults that are not the database's. Looks at
    /// what the fault was wrapped in and what it wraps: a refused connection is three faults in one.
    /// </summary>
    public static bool IsAway(Exception error)
    {
        var faults = Chain(error).ToList();
        return faults.Exists(fault => fault is DbException or TimeoutException) && !faults.Exists(IsRefusal);
    }

    private static bool IsRefusal(Exception error) => error switch
    {
        SqliteException sqlite => SqliteRefusals.Contains(sqlite.SqliteErrorCode),
        DbException { SqlState: { Length: 5 } state } => state[..2] is "22" or "23" or "42",
        _ => false,
    };

    private static IEnumerable<Exception> Chain(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
            yield return error;
    }
}
