using AgentBus.Storage.Setup;
using Dapper;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AgentBus.Storage.Postgres;

/// <summary>Schema of the PostgreSQL database.</summary>
internal sealed class PostgresSetup(PostgresDatabase database, TimeProvider time, ILogger<PostgresSetup> logger) : IStoreSetup
{
    /// <summary>Any number that nobody else in this database uses: "agentbus" in ASCII.</summary>
    private const long LockKey = 0x6167656E74627573;

    private static readonly IReadOnlyList<Migration> Migrations = Migration.All("Postgres");

    public async Task SetupAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
            await MigrateAsync(connection, cancellationToken);
        }
        catch (NpgsqlException error)
        {
            throw new InvalidOperationException(Unusable(error), error);
        }
    }

    public async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
            var table = await connection.ExecuteScalarAsync<string?>("select to_regclass('schema_version')::text");
            var found = table is null ? 0 : await connection.ExecuteScalarAsync<int>(SchemaVersion.Select);
            return SchemaVersion.Problem(found, Migrations[^1].Version);
        }
        catch (NpgsqlException error)
        {
            return Unusable(error);
        }
    }

    /// <summary>All in one transaction under a lock of the whole database: a second setup waits, then finds nothing left to do.</summary>
    private async Task MigrateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync("select pg_advisory_xact_lock(@LockKey)", new { LockKey }, transaction);
        await connection.ExecuteAsync(SchemaVersion.Create("timestamptz"), transaction: transaction);
        var found = await connection.ExecuteScalarAsync<int>(SchemaVersion.Select, transaction: transaction);
        foreach (var migration in Migrations.Where(migration => migration.Version > found))
        {
            await connection.ExecuteAsync(migration.Sql, transaction: transaction);
            await connection.ExecuteAsync(SchemaVersion.Insert, new { version = migration.Version, at = time.GetUtcNow() }, transaction);
            Log.Migrated(logger, migration.Version);
        }
        await transaction.CommitAsync(cancellationToken);
    }

    private string Unusable(NpgsqlException error)
    {
        var target = new NpgsqlConnectionStringBuilder(database.Source.ConnectionString);
        var reason = error is PostgresException answer ? answer.MessageText : error.InnerException?.Message ?? error.Message;
        return $"The PostgreSQL store '{target.Database}' at {target.Host}:{target.Port} cannot be used ({reason.TrimEnd('.')}): "
            + "start it, or correct Store:ConnectionString.";
    }
}
