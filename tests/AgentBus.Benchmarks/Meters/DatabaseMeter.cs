using Npgsql;

namespace AgentBus.Benchmarks;

/// <summary>What PostgreSQL says it did, for one database; the benchmark's own statements carry <c>/* bench */</c> and do not count.</summary>
internal static class DatabaseMeter
{
    private const string Read = """
        select /* bench */ (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint, d.xact_commit, pg_database_size(d.datid),
          coalesce((select sum(s.calls) from pg_stat_statements s where s.dbid = d.datid and s.query not like '%/* bench */%'), 0)::bigint
        from pg_stat_database d where d.datname = current_database()
        """;

    public static async Task<DatabaseCounts> ReadAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand(Read);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return new DatabaseCounts(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3));
    }
}

/// <summary>Since the server began.</summary>
/// <param name="WalBytes">Of the whole server: only one load runs at a time.</param>
/// <param name="Transactions">Committed. Told by each connection at most once a second, so only long measurements count.</param>
/// <param name="StoredBytes">The database on the disk.</param>
/// <param name="Statements">Executed.</param>
internal sealed record DatabaseCounts(long WalBytes, long Transactions, long StoredBytes, long Statements)
{
    public static DatabaseCounts operator +(DatabaseCounts a, DatabaseCounts b) => new(
        a.WalBytes + b.WalBytes, a.Transactions + b.Transactions, a.StoredBytes + b.StoredBytes, a.Statements + b.Statements);

    public static DatabaseCounts operator -(DatabaseCounts a, DatabaseCounts b) => new(
        a.WalBytes - b.WalBytes, a.Transactions - b.Transactions, a.StoredBytes - b.StoredBytes, a.Statements - b.Statements);
}
