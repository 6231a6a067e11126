using Npgsql;

namespace AgentBus.Benchmarks;

/// <summary>
/// When the commits of runs became durable, as the server wrote it down beside them: no polling, and no clock but the machine's. A run's history is only added to,
/// so its rows tell all its commits.
/// </summary>
internal static class CommitTimes
{
    private const string Read = """
        select /* bench */ distinct run, (extract(epoch from pg_xact_commit_timestamp(xmin)) * 1e6)::bigint as committed
        from history where run = any($1) order by run, committed
        """;

    /// <summary>Microseconds since 1970, ascending, by run: the last ones are the decision that sent its first dispatch, then one for each message that moved it.</summary>
    public static async Task<ILookup<Guid, long>> ReadAsync(NpgsqlDataSource store, IReadOnlyList<Guid> runs)
    {
        await using var command = store.CreateCommand(Read);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. runs] });
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<(Guid Run, long At)>();
        while (await reader.ReadAsync())
        {
            rows.Add((reader.GetGuid(0), reader.GetInt64(1)));
        }

        return rows.ToLookup(row => row.Run, row => row.At);
    }
}
