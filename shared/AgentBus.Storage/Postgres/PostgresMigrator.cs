using System.Data;
using AgentBus.Storage.Setup;
using Dapper;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AgentBus.Storage.Postgres;

/// <summary>
/// Brings a schema up to date while earlier versions go on committing. A change waits for a table's lock for a moment only, because whoever comes after it
/// waits behind it, and tries again later; indexes of large tables are built beside the commits. A setup that was killed is taken up by the next one.
/// </summary>
internal sealed class PostgresMigrator(
    NpgsqlConnection connection, IReadOnlyList<Migration> migrations, TimeProvider time, ILogger logger)
{
    /// <summary>Any number that nobody else in this database uses: "agentbus" in ASCII.</summary>
    private const long LockKey = 0x6167656E74627573;

    private const string LockTimeout = "select set_config('lock_timeout', '500ms', true)";
    private const int Tries = 120;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private const string DropHalfBuilt = """
        do $$ begin
          if exists (select 1 from pg_index where indexrelid = to_regclass('{0}') and not indisvalid) then execute 'drop index {0}'; end if;
        end $$
        """;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await LockAsync(cancellationToken);
        try
        {
            await connection.ExecuteAsync(SchemaVersion.Create("timestamptz"));
            var found = await connection.ExecuteScalarAsync<int>(SchemaVersion.Select);
            var missing = migrations.Where(migration => migration.Version > found).ToList();
            if (found == 0)
                await ApplyAsync([.. missing.Select(migration => (migration.Version, migration.AtOnce))], cancellationToken);
            else
                foreach (var migration in missing)
                    await PatientlyAsync(() => ApplyAsync([(migration.Version, migration.Changes)], cancellationToken), cancellationToken);
            foreach (var index in migrations.SelectMany(migration => migration.Indexes))
                await BuildAsync(index, cancellationToken);
        }
        finally
        {
            if (connection.State == ConnectionState.Open)
                await connection.ExecuteAsync("select pg_advisory_unlock(@LockKey)", new { LockKey });
        }
    }

    /// <summary>Asks again and again instead of waiting in the server: a statement that waits would itself be waited for by an index that is built.</summary>
    private async Task LockAsync(CancellationToken cancellationToken)
    {
        while (!await connection.ExecuteScalarAsync<bool>("select pg_try_advisory_lock(@LockKey)", new { LockKey }))
            await Task.Delay(Pause, time, cancellationToken);
    }

    private async Task ApplyAsync(IReadOnlyList<(int Version, string Sql)> steps, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(LockTimeout, transaction: transaction);
        foreach (var (version, sql) in steps)
        {
            await connection.ExecuteAsync(sql, transaction: transaction, commandTimeout: 0);
            await connection.ExecuteAsync(SchemaVersion.Insert, new { version, at = time.GetUtcNow() }, transaction);
        }
        await transaction.CommitAsync(cancellationToken);
        foreach (var (version, _) in steps)
            Log.Migrated(logger, version);
    }

    private async Task PatientlyAsync(Func<Task> apply, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await apply();
                return;
            }
            catch (PostgresException busy) when (busy.SqlState == PostgresErrorCodes.LockNotAvailable && attempt < Tries)
            {
                Log.MigrationWaits(logger, attempt);
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    /// <summary>An index whose building was interrupted is there but not used: it is built anew.</summary>
    private async Task BuildAsync((string Name, string Sql) index, CancellationToken cancellationToken)
    {
        await PatientlyAsync(
            async () =>
            {
                await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
                await connection.ExecuteAsync(LockTimeout, transaction: transaction);
                await connection.ExecuteAsync(DropHalfBuilt.Replace("{0}", index.Name, StringComparison.Ordinal), transaction: transaction);
                await transaction.CommitAsync(cancellationToken);
            },
            cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(index.Sql, commandTimeout: 0, cancellationToken: cancellationToken));
    }
}
