using AgentBus.Storage.Tests.Conformance;
using AgentBus.TestKit.Postgres;
using Dapper;
using Npgsql;

namespace AgentBus.Storage.Tests.Rolling;

/// <summary>
/// A database that a later version has set up already: every table has a new column that may be null, one with a default and a new index, and there is a new
/// table. That is all that a migration may do, so what works here works during a rolling deploy.
/// </summary>
internal sealed class NextSchemaBed(string connectionString) : PostgresBed(connectionString)
{
    private const string NextMigration = """
        do $$ declare t text; begin
          for t in select tablename from pg_tables where schemaname = 'public' and tablename <> 'schema_version' loop
            execute format('alter table %I add column next_text text, add column next_number integer not null default 0', t);
            execute format('create index on %I (next_text)', t);
          end loop;
        end $$;
        create table next_table (id uuid primary key);
        insert into schema_version (version, migrated_at) values (999, now());
        """;

    public static new async Task<StoreBed> CreateAsync() => new NextSchemaBed(await PostgresCluster.CreateDatabaseAsync());

    public override async Task AfterSetupAsync()
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Settings["Store:ConnectionString"]) { Pooling = false }.ToString());
        await connection.ExecuteAsync(NextMigration);
    }
}
