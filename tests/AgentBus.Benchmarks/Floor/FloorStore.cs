using Npgsql;

namespace AgentBus.Benchmarks;

/// <summary>The store of the floor: one transaction for each reply that drops a duplicate, moves the run's row and records the step, by prepared statements.</summary>
internal sealed class FloorStore(NpgsqlDataSource source)
{
    private const string Tables = """
        create table if not exists floor_run(id uuid primary key, version int not null, data jsonb not null);
        create table if not exists floor_inbox(id uuid primary key, at timestamptz not null default now());
        create table if not exists floor_step(run uuid not null, step int not null, output jsonb not null, primary key(run, step));
        """;

    public static async Task<FloorStore> OpenAsync(string database)
    {
        var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database) { MaxPoolSize = 20 });
        await using var tables = source.CreateCommand(Tables);
        await tables.ExecuteNonQueryAsync();
        return new FloorStore(source);
    }

    public async Task RecordAsync(Guid run, int step, string json)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var batch = new NpgsqlBatch(connection, transaction);
        Add(batch, "insert into floor_inbox(id) values($1) on conflict do nothing", Uuid(Guid.NewGuid()));
        Add(
            batch, "insert into floor_run values($1, $2, $3::jsonb) on conflict(id) do update set version = floor_run.version + 1, data = excluded.data",
            Uuid(run), Number(step), Text(json));
        Add(batch, "insert into floor_step values($1, $2, $3::jsonb)", Uuid(run), Number(step), Text(json));
        await batch.PrepareAsync();
        await batch.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
    }

    private static NpgsqlParameter Uuid(Guid value) => new NpgsqlParameter<Guid> { TypedValue = value };

    private static NpgsqlParameter Number(int value) => new NpgsqlParameter<int> { TypedValue = value };

    private static NpgsqlParameter Text(string value) => new NpgsqlParameter<string> { TypedValue = value };

    private static void Add(NpgsqlBatch batch, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        batch.BatchCommands.Add(command);
    }
}
