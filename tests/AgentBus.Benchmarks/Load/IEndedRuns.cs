using Microsoft.Data.Sqlite;
using Npgsql;

namespace AgentBus.Benchmarks;

/// <summary>Looks in a store for ends of runs, beside the services, at the least cost.</summary>
internal interface IEndedRuns
{
    /// <summary>Which of these ended. Throws when one did not complete.</summary>
    Task<IReadOnlyList<Guid>> AmongAsync(IReadOnlyCollection<Guid> open, CancellationToken cancellationToken);
}

/// <summary>In PostgreSQL.</summary>
internal sealed class PostgresEndedRuns(NpgsqlDataSource store) : IEndedRuns
{
    public async Task<IReadOnlyList<Guid>> AmongAsync(IReadOnlyCollection<Guid> open, CancellationToken cancellationToken)
    {
        await using var command = store.CreateCommand("select /* bench */ id, status from runs where id = any($1) and ended_at is not null");
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. open] });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ended = new List<Guid>();
        while (await reader.ReadAsync(cancellationToken))
        {
            ended.Add(EndedRun.Completed(reader.GetGuid(0), reader.GetString(1)));
        }

        return ended;
    }
}

/// <summary>In PostgreSQL, runs that events started, by the ids in their request keys.</summary>
internal sealed class StartedRuns(NpgsqlDataSource store) : IEndedRuns
{
    private const string KeyPrefix = "event ";
    private const string Ended = "select /* bench */ request_key, status from runs where tenant = 'default' and request_key = any($1) and ended_at is not null";
    private const string Ids = "select /* bench */ request_key, id from runs where tenant = 'default' and request_key = any($1)";

    public static Guid Named(string key) => Guid.Parse(key.AsSpan(KeyPrefix.Length));

    public async Task<IReadOnlyList<Guid>> AmongAsync(IReadOnlyCollection<Guid> open, CancellationToken cancellationToken)
    {
        var ended = await ReadAsync(Ended, open, reader => reader.GetString(1), cancellationToken);
        return [.. ended.Select(run => EndedRun.Completed(run.Key, run.Value))];
    }

    /// <summary>The ids of these runs.</summary>
    public Task<Dictionary<Guid, Guid>> IdsAsync(IReadOnlyCollection<Guid> named) => ReadAsync(Ids, named, reader => reader.GetGuid(1), CancellationToken.None);

    private async Task<Dictionary<Guid, T>> ReadAsync<T>(string sql, IReadOnlyCollection<Guid> named, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = store.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. named.Select(run => $"{KeyPrefix}{run}")] });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new Dictionary<Guid, T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add(Named(reader.GetString(0)), read(reader));
        }

        return found;
    }
}

/// <summary>In a SQLite file that another process writes.</summary>
internal sealed class SqliteEndedRuns(string path) : IEndedRuns, IDisposable
{
    private readonly SqliteConnection _store = Open(path);

    public Task<IReadOnlyList<Guid>> AmongAsync(IReadOnlyCollection<Guid> open, CancellationToken cancellationToken)
    {
        using var command = _store.CreateCommand();
        command.CommandText = "select id, status from runs where id in (select value from json_each($ids)) and ended_at is not null";
        command.Parameters.AddWithValue("$ids", $"[{string.Join(',', open.Select(run => $"\"{run.ToString().ToUpperInvariant()}\""))}]");
        using var reader = command.ExecuteReader();
        var ended = new List<Guid>();
        while (reader.Read())
        {
            ended.Add(EndedRun.Completed(reader.GetGuid(0), reader.GetString(1)));
        }

        return Task.FromResult<IReadOnlyList<Guid>>(ended);
    }

    public void Dispose() => _store.Dispose();

    private static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly }.ToString());
        connection.Open();
        return connection;
    }
}

internal static class EndedRun
{
    /// <summary>A run that ended otherwise would make figures of nothing.</summary>
    public static Guid Completed(Guid run, string status) =>
        status == "Completed" ? run : throw new InvalidOperationException($"Run {run} ended {status}; its figures would mean nothing.");
}
