using System.Data.Common;

namespace AgentBus.Storage.Data;

/// <summary>
/// What the two providers differ in, so that every plain query is written once. Dapper binds the parameters; rows are read by
/// the functions of each store, because SQLite knows fewer types than our records.
/// </summary>
internal abstract class Database
{
    /// <summary>Appended to a select whose rows another process may be taking at the same moment.</summary>
    public abstract string SkipLocked { get; }

    /// <summary>Appended to a select that locks the rows of this alias in its order; for writers that may meet.</summary>
    public abstract string ForUpdateOf(string alias);

    /// <summary>The elements of a JSON list of texts as a table of one column named <c>value</c>.</summary>
    public abstract string Elements(string list);

    /// <summary>
    /// That a key is one of those a select finds, looked up key by key whatever the planner believes of the table: a queue that was empty when it was last
    /// counted may hold a hundred thousand rows.
    /// </summary>
    public abstract string IsOneOf(string key, string select);

    /// <summary>Joins a table that every row before it looks up by itself, whatever the planner believes of the table. Its alias is one letter.</summary>
    public abstract string JoinEach(string table, string condition, string order);

    /// <summary>The ids of a parameter made by <see cref="IdList"/>, as a table with the column <c>id</c>.</summary>
    public abstract string Ids(string list);

    /// <summary>The collation that compares texts by their bytes, as <see cref="StringComparer.Ordinal"/> does for what has no surrogates.</summary>
    public abstract string Bytewise { get; }

    /// <summary>That a column of yes or no is no.</summary>
    public abstract string Not(string column);

    /// <summary>A member of a column that holds a JSON object as text, itself as text or number.</summary>
    public abstract string Member(string column, string name);

    /// <summary>Ids as one parameter.</summary>
    public abstract object IdList(IReadOnlyList<Guid> ids);

    /// <summary>Runs a statement that writes rows: all at once where that saves round trips, else one by one, in their order.</summary>
    /// <param name="statements">Where it runs.</param>
    /// <param name="sql">Makes the statement of the rows, a table named <c>s</c> with their columns.</param>
    /// <param name="rows">The rows.</param>
    public abstract Task<int> WriteRowsAsync(Statements statements, Func<string, string> sql, RowColumns rows);

    /// <summary>Runs whose input holds the words of the parameter <c>words</c>.</summary>
    public abstract Match InputMatch { get; }

    /// <summary>Whether the planner chooses by its statistics between a set of matches and a walk along the list; else it is chosen for it.</summary>
    public abstract bool PlansByStatistics { get; }

    /// <summary>That parameter's value.</summary>
    public abstract string Words(IReadOnlyList<(string Word, bool IsPrefix)> words);

    /// <summary>A time as this database's parameter.</summary>
    public abstract object Time(DateTimeOffset time);

    /// <summary>A time that may be missing.</summary>
    public object? Time(DateTimeOffset? time) => time is { } known ? Time(known) : null;

    /// <summary>Runs statements in one transaction: committed when <paramref name="work"/> returns, rolled back when it throws.</summary>
    public abstract Task<T> WriteAsync<T>(Func<Statements, Task<T>> work, CancellationToken cancellationToken);

    /// <summary>Runs one writing statement on its own; returns how many rows it changed.</summary>
    public abstract Task<int> ExecuteAsync(string sql, object parameters, CancellationToken cancellationToken);

    /// <summary>Reads all rows.</summary>
    public async Task<IReadOnlyList<T>> QueryAsync<T>(
        string sql, object parameters, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        return await new Statements(connection, null, cancellationToken).QueryAsync(sql, parameters, read);
    }

    /// <summary>Reads what people search for: planned for this very question, where <see cref="QueryAsync"/> takes the plan that runs need.</summary>
    public async Task<IReadOnlyList<T>> SearchAsync<T>(
        string sql, object parameters, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var connection = await OpenSearchAsync(cancellationToken);
        return await new Statements(connection, null, cancellationToken).QueryAsync(sql, parameters, read);
    }

    /// <summary>Reads the first row, or the default where there is none.</summary>
    public async Task<T?> FirstAsync<T>(
        string sql, object parameters, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        var rows = await QueryAsync(sql, parameters, read, cancellationToken);
        return rows.Count == 0 ? default : rows[0];
    }

    protected abstract ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken);

    protected virtual ValueTask<DbConnection> OpenSearchAsync(CancellationToken cancellationToken) => OpenAsync(cancellationToken);
}
