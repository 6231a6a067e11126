using AgentBus.Storage.Data;
using AgentBus.Storage.Setup;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace AgentBus.Storage.Sqlite;

/// <summary>Schema of the SQLite file.</summary>
internal sealed class SqliteSetup(SqliteDatabase database, TimeProvider time, ILogger<SqliteSetup> logger) : IStoreSetup
{
    private static readonly IReadOnlyList<Migration> Migrations = Migration.All("Sqlite");

    public async Task SetupAsync(CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(database.Path)!);
            await using var connection = database.Open(SqliteOpenMode.ReadWriteCreate);
            await MigrateAsync(connection);
        }
        catch (Exception error) when (error is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException(Unusable(error), error);
        }
    }

    public async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(database.Path))
            return $"The SQLite store '{database.Path}' does not exist: run this program once with the argument 'setup', or correct Store:Path.";
        try
        {
            await using var connection = database.Open(SqliteOpenMode.ReadWrite);
            var tables = await connection.ExecuteScalarAsync<long>("select count(*) from sqlite_master where name = 'schema_version'");
            var found = tables == 0 ? 0 : await connection.ExecuteScalarAsync<long>(SchemaVersion.Select);
            return SchemaVersion.Problem(found, Migrations[^1].Version);
        }
        catch (SqliteException error)
        {
            return Unusable(error);
        }
    }

    /// <summary>An immediate transaction is SQLite's lock between processes: a second setup waits, then finds nothing left to do.</summary>
    private async Task MigrateAsync(SqliteConnection connection)
    {
        await using var transaction = connection.BeginTransaction(deferred: false);
        await connection.ExecuteAsync(SchemaVersion.Create("integer"), transaction: transaction);
        var found = await connection.ExecuteScalarAsync<long>(SchemaVersion.Select, transaction: transaction);
        foreach (var migration in Migrations.Where(migration => migration.Version > found))
        {
            await connection.ExecuteAsync(migration.Sql, transaction: transaction);
            await connection.ExecuteAsync(
                SchemaVersion.Insert, new { version = migration.Version, at = Values.Micros(time.GetUtcNow()) }, transaction);
            Log.Migrated(logger, migration.Version);
        }
        transaction.Commit();
    }

    private string Unusable(Exception error) => $"The SQLite store '{database.Path}' cannot be used ({error.Message}): correct Store:Path.";
}
