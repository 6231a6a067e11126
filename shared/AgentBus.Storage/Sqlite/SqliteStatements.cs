using Microsoft.Data.Sqlite;

namespace AgentBus.Storage.Sqlite;

/// <summary>Prepared statements of the writing connection, kept by their text; parameters are $1, $2 ... in order.</summary>
internal sealed class SqliteStatements(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _commands = [];

    public SqliteConnection Connection => connection;

    /// <summary>Runs a statement; returns how many rows it changed.</summary>
    public int Run(SqliteTransaction transaction, string sql, params ReadOnlySpan<object?> values)
    {
        var command = Bind(transaction, sql, values);
        return command.ExecuteNonQuery();
    }

    /// <summary>Runs a statement that returns one number, or null where it returns no row.</summary>
    public long? Number(SqliteTransaction transaction, string sql, params ReadOnlySpan<object?> values) =>
        Bind(transaction, sql, values).ExecuteScalar() as long?;

    public void Dispose()
    {
        foreach (var command in _commands.Values)
            command.Dispose();
    }

    private SqliteCommand Bind(SqliteTransaction transaction, string sql, ReadOnlySpan<object?> values)
    {
        if (!_commands.TryGetValue(sql, out var command))
            _commands[sql] = command = Create(sql, values.Length);
        command.Transaction = transaction;
        for (var i = 0; i < values.Length; i++)
        {
            var parameter = command.Parameters[i];
            parameter.ResetSqliteType();
            parameter.Value = values[i] ?? DBNull.Value;
        }
        return command;
    }

    private SqliteCommand Create(string sql, int parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 1; i <= parameters; i++)
            command.Parameters.Add(new SqliteParameter($"${i}", null));
        return command;
    }
}
