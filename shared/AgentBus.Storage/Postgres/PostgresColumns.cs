using Npgsql;
using NpgsqlTypes;

namespace AgentBus.Storage.Postgres;

/// <summary>Rows as one array a column, for <c>unnest</c>: one statement writes any number of rows and is prepared once.</summary>
internal static class PostgresColumns
{
    public static void Add(this NpgsqlBatch batch, string sql, params ReadOnlySpan<NpgsqlParameter> columns)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var column in columns)
            command.Parameters.Add(column);
        batch.BatchCommands.Add(command);
    }

    public static NpgsqlParameter Uuid<T>(IReadOnlyList<T> rows, Func<T, Guid> value) => Of(rows, value, NpgsqlDbType.Uuid);

    // PostgreSQL's text cannot hold U+0000, JSON's can: one bad character must not keep a whole batch from being written.
    public static NpgsqlParameter Text<T>(IReadOnlyList<T> rows, Func<T, string?> value) =>
        Of(rows, row => value(row)?.Replace('\0', '\uFFFD'), NpgsqlDbType.Text);

    public static NpgsqlParameter Int<T>(IReadOnlyList<T> rows, Func<T, int> value) => Of(rows, value, NpgsqlDbType.Integer);

    public static NpgsqlParameter Long<T>(IReadOnlyList<T> rows, Func<T, long> value) => Of(rows, value, NpgsqlDbType.Bigint);

    public static NpgsqlParameter Usd<T>(IReadOnlyList<T> rows, Func<T, decimal> value) => Of(rows, value, NpgsqlDbType.Numeric);

    public static NpgsqlParameter Bytes<T>(IReadOnlyList<T> rows, Func<T, ReadOnlyMemory<byte>> value) =>
        Of(rows, value, NpgsqlDbType.Bytea);

    public static NpgsqlParameter Time<T>(IReadOnlyList<T> rows, Func<T, DateTimeOffset> value) =>
        Of(rows, row => value(row).ToUniversalTime(), NpgsqlDbType.TimestampTz);

    public static NpgsqlParameter TimeOrNull<T>(IReadOnlyList<T> rows, Func<T, DateTimeOffset?> value) =>
        Of(rows, row => value(row)?.ToUniversalTime(), NpgsqlDbType.TimestampTz);

    private static NpgsqlParameter<TValue[]> Of<T, TValue>(IReadOnlyList<T> rows, Func<T, TValue> value, NpgsqlDbType type)
    {
        var column = new TValue[rows.Count];
        for (var i = 0; i < column.Length; i++)
            column[i] = value(rows[i]);
        return new NpgsqlParameter<TValue[]> { TypedValue = column, NpgsqlDbType = NpgsqlDbType.Array | type };
    }
}
