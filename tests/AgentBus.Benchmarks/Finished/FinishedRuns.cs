using Npgsql;

namespace AgentBus.Benchmarks;

/// <summary>Fills a store with finished runs: copies of a real one, in every table that holds rows of it, under ids of their own.</summary>
internal static class FinishedRuns
{
    // Tables, and the column that says whose run a row is.
    private static readonly (string Table, string Run)[] Tables = [("runs", "id"), ("documents", "run"), ("steps", "run"), ("history", "run"), ("run_words", "run")];

    // Indexes but those of constraints are made anew after the fill, which is many times faster than keeping them.
    private const string Indexes = """
        select i.indexname, i.indexdef from pg_indexes i where i.schemaname = 'public' and i.tablename = $1
          and not exists (select from pg_constraint c where c.conname = i.indexname)
        """;

    // Times are spread over half a day, so that indexes by time look as they do in use; ids begin with the time and request keys are random, as those of runs are.
    private const string Columns = """
        select column_name, case
            when column_name in ($2, 'commit_id') then 'copy.id'
            when column_name = 'request_key' then format('left(t.%I, 6) || md5(copy.n::text)::uuid', column_name)
            when column_name in ('created_at', 'updated_at', 'ended_at') then format('t.%I - copy.n * interval ''50 ms''', column_name)
            else format('t.%I', column_name) end
        from information_schema.columns where table_schema = 'public' and table_name = $1 and is_identity = 'NO' and is_generated = 'NEVER'
        """;

    // A UUID of version 7: milliseconds since 1970, then something random.
    private const string Id = """
        overlay(lpad(to_hex((extract(epoch from now() - n * interval '50 ms') * 1000)::bigint), 12, '0') || md5(n::text) placing '7' from 13 for 1)::varchar(32)::uuid
        """;

    public static async Task FillAsync(string database, Guid template, int count)
    {
        var settings = new NpgsqlConnectionStringBuilder(database) { CommandTimeout = 0, Pooling = false, Options = "-c synchronous_commit=off -c maintenance_work_mem=512MB" };
        await using var source = NpgsqlDataSource.Create(settings);
        await using var connection = await source.OpenConnectionAsync();
        foreach (var (table, run) in Tables)
        {
            var indexes = await PairsAsync(connection, Indexes, table);
            foreach (var (index, _) in indexes)
            {
                await ExecuteAsync(connection, $"drop index {index}");
            }

            var columns = await PairsAsync(connection, Columns, table, run);
            await ExecuteAsync(connection, $"""
                insert into {table} ({string.Join(", ", columns.Select(column => column.First))})
                select {string.Join(", ", columns.Select(column => column.Second))}
                from (select {Id} as id, n from generate_series(1, {count}) n order by 1) copy cross join {table} t where t.{run} = '{template}'
                """);
            foreach (var (_, definition) in indexes)
            {
                await ExecuteAsync(connection, definition);
            }

            await ExecuteAsync(connection, $"vacuum (analyze) {table}");
            Progress.Say($"filled {table}");
        }

        await ExecuteAsync(connection, "checkpoint");
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<List<(string First, string Second)>> PairsAsync(NpgsqlConnection connection, string sql, params string[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
        }

        await using var reader = await command.ExecuteReaderAsync();
        var pairs = new List<(string, string)>();
        while (await reader.ReadAsync())
        {
            pairs.Add((reader.GetString(0), reader.GetString(1)));
        }

        return pairs;
    }
}
