using System.Data.Common;
using AgentBus.Storage.Data;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace AgentBus.Storage.Sqlite;

/// <summary>
/// One SQLite file in write-ahead mode: any number of readers, one writer at a time. synchronous=FULL makes a commit reach the
/// disk before it is told; a second process (setup, a shell) is waited for up to the busy timeout.
/// </summary>
internal sealed class SqliteDatabase(IOptions<StoreOptions> options) : Database, IAsyncDisposable
{
    private const string Pragmas =
        "pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 10000; pragma foreign_keys = on;";

    private readonly SemaphoreSlim _turn = new(1, 1);
    private SqliteConnection? _writer;

    public string Path { get; } = System.IO.Path.GetFullPath(options.Value.Path);

    public override string SkipLocked => "";

    public override string ForUpdateOf(string alias) => "";

    public override string Elements(string list) => $"(select value from json_each({list}))";

    public override string IsOneOf(string key, string select) => $"{key} in ({select})";

    public override string JoinEach(string table, string condition, string order) => $"join {table} on {condition}";

    public override string Ids(string list) => $"(select value as id from json_each({list}))";

    public override string Bytewise => "binary";

    public override string Not(string column) => $"{column} = 0";

    public override string Member(string column, string name) => $"({column} ->> '{name}')";

    public override object IdList(IReadOnlyList<Guid> ids) => Values.List([.. ids.Select(id => id.ToString().ToUpperInvariant())]);

    public override Task<int> WriteRowsAsync(Statements statements, Func<string, string> sql, RowColumns rows)
    {
        var columns = string.Join(", ", rows.Select(column => $"@{column.Name} as {column.Name}"));
        return statements.ExecuteAsync(sql($"(select {columns}) s"), Enumerable.Range(0, rows.Rows).Select(Row).ToList());

        DynamicParameters Row(int row)
        {
            var parameters = new DynamicParameters();
            foreach (var (name, _, values) in rows)
                parameters.Add(name, Value(values.GetValue(row)));
            return parameters;
        }

        object? Value(object? value) => value switch
        {
            DateTimeOffset time => Time(time),
            decimal usd => Values.NanoUsd(usd),
            _ => value,
        };
    }

    public override Match InputMatch { get; } = new(
        "select w.run from run_text t join run_words w on w.seq = t.rowid where run_text match @words",
        "exists (select 1 from run_words w join run_text t on t.rowid = w.seq where w.run = runs.id and run_text match @words)");

    public override bool PlansByStatistics => false;

    public override string Words(IReadOnlyList<(string Word, bool IsPrefix)> words) =>
        words.Count == 0 ? "\"\"" : string.Join(' ', words.Select(word => $"\"{word.Word}\"{(word.IsPrefix ? " *" : "")}"));

    public override object Time(DateTimeOffset time) => Values.Micros(time);

    public override Task<T> WriteAsync<T>(Func<Statements, Task<T>> work, CancellationToken cancellationToken) =>
        WithWriterAsync(
            async connection =>
            {
                await using var transaction = connection.BeginTransaction();
                var result = await work(new Statements(connection, transaction, cancellationToken));
                transaction.Commit();
                return result;
            },
            cancellationToken);

    public override Task<int> ExecuteAsync(string sql, object parameters, CancellationToken cancellationToken) =>
        WithWriterAsync(connection => new Statements(connection, null, cancellationToken).ExecuteAsync(sql, parameters), cancellationToken);

    /// <summary>Hands out the writing connection, to one caller at a time.</summary>
    public async Task<T> WithWriterAsync<T>(Func<SqliteConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            _writer ??= Open(SqliteOpenMode.ReadWrite);
            return await work(_writer);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Opens the file; making it, and its folder, is left to setup.</summary>
    public SqliteConnection Open(SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path, Mode = mode }.ToString());
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = Pragmas;
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The container disposes it once for each interface it stands for.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _writer, null) is { } writer)
        {
            await writer.DisposeAsync();
            SqliteConnection.ClearPool(writer);
        }
    }

    protected override ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken) => new(Open(SqliteOpenMode.ReadWrite));
}
