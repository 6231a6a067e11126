using AgentBus.Storage.Setup;
using Dapper;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AgentBus.Storage.Postgres;

/// <summary>Schema of the PostgreSQL database.</summary>
internal sealed class PostgresSetup(PostgresDatabase database, TimeProvider time, ILogger<PostgresSetup> logger) : IStoreSetup
{
    private static readonly IReadOnlyList<Migration> Migrations = Migration.All("Postgres");

    public async Task SetupAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
            await new PostgresMigrator(connection, Migrations, time, logger).RunAsync(cancellationToken);
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

    private string Unusable(NpgsqlException error)
    {
        var target = new NpgsqlConnectionStringBuilder(database.Source.ConnectionString);
        var reason = error is PostgresException answer ? answer.MessageText : error.InnerException?.Message ?? error.Message;
        return $"The PostgreSQL store '{target.Database}' at {target.Host}:{target.Port} cannot be used ({reason.TrimEnd('.')}): "
            + "start it, or correct Store:ConnectionString.";
    }
}
