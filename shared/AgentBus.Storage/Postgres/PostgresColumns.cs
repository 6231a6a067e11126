using System.Text.RegularExpressions;
using Npgsql;
using NpgsqlTypes;

namespace AgentBus.Storage.Postgres;

/// <summary>Rows as one array a column, for <c>unnest</c>: one statement writes any number of rows and is prepared once.</summary>
internal static partial class PostgresColumns
{
    public static void Add(this NpgsqlBatch batch, string sql, params ReadOnlySpan<NpgsqlParameter> columns)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var column in columns)
            command.Parameters.Add(column);
        batch.BatchCommands.Add(command);
    }

    public static NpgsqlParameter Uuid<T>(IReadOnlyList<T> rows, Func<T, Guid> value) => Of(rows, value, NpgsqlDbType.Uuid);

    public static NpgsqlParameter UuidOrNull<T>(IReadOnlyList<T> rows, Func<T, Guid?> value) => Of(rows, value, NpgsqlDbType.Uuid);

    // PostgreSQL's text cannot hold U+0000, JSON's can: one bad character must not keep a whole batch from being written.
    public static NpgsqlParameter Text<T>(IReadOnlyList<T> rows, Func<T, string?> value) =>
        Of(rows, row => value(row)?.Replace('\0', '\uFFFD'), NpgsqlDbType.Text);

    /// <summary>JSON as text. U+0000 goes out of it too, as an escape: PostgreSQL's JSON functions refuse the whole value for it.</summary>
    public static NpgsqlParameter Json<T>(IReadOnlyList<T> rows, Func<T, string?> value) =>
        Of(rows, row => value(row) is { } json && json.Contains("\\u0000", StringComparison.Ordinal) ? Null.Replace(json, @"$1\ufffd") : value(row), NpgsqlDbType.Text);

    public static NpgsqlParameter Int<T>(IReadOnlyList<T> rows, Func<T, int> value) => Of(rows, value, NpgsqlDbType.Integer);

    public static NpgsqlParameter Long<T>(IReadOnlyList<T> rows, Func<T, long> value) => Of(rows, value, NpgsqlDbType.Bigint);

    public static NpgsqlParameter Double<T>(IReadOnlyList<T> rows, Func<T, double> value) => Of(rows, value, NpgsqlDbType.Double);

    public static NpgsqlParameter DoubleOrNull<T>(IReadOnlyList<T> rows, Func<T, double?> value) => Of(rows, value, NpgsqlDbType.Double);

    public static NpgsqlParameter Usd<T>(IReadOnlyList<T> rows, Func<T, decimal> value) => Of(rows, value, NpgsqlDbType.Numeric);

    public static NpgsqlParameter Bytes<T>(IReadOnlyList<T> rows, Func<T, ReadOnlyMemory<byte>> value) =>
        Of(rows, value, NpgsqlDbType.Bytea);

    public static NpgsqlParameter Time<T>(IReadOnlyList<T> rows, Func<T, DateTimeOffset> value) =>
        Of(rows, row => value(row).ToUniversalTime(), NpgsqlDbType.TimestampTz);

    public static NpgsqlParameter TimeOrNull<T>(IReadOnlyList<T> rows, Func<T, DateTimeOffset?> value) =>
        Of(rows, row => value(row)?.ToUniversalTime(), NpgsqlDbType.TimestampTz);

    // An even number of backslashes before it: an odd one would make it plain text.
    [GeneratedRegex(@"(?<!\\)((?:\\\\)*)\\u0000", RegexOptions.None, 1_000)]
    private static partial Regex Null { get; }

    private static NpgsqlParameter<TValue[]> Of<T, TValue>(IReadOnlyList<T> rows, Func<T, TValue> value, NpgsqlDbType type)
    {
        var column = new TValue[rows.Count];
        for (var i = 0; i < column.Length; i++)
            column[i] = value(rows[i]);
        return new NpgsqlParameter<TValue[]> { TypedValue = column, NpgsqlDbType = NpgsqlDbType.Array | type };
    }
}
