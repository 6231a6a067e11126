using AgentBus.Storage.Data;
using AgentBus.Storage.Outbox;
using AgentBus.Storage.Runs;
using Microsoft.Data.Sqlite;

namespace AgentBus.Storage.Sqlite;

/// <summary>A batch as one SQLite transaction, row by row with prepared statements: there is no round trip to save.</summary>
internal sealed class SqliteBatchWriter(SqliteDatabase database) : IBatchWriter
{
    private SqliteStatements? _statements;

    public bool IsRowFault(Exception error) => error is SqliteException;

    public Task<IReadOnlySet<Guid>> WriteAsync(
        IReadOnlyList<WriteSet> sets, IReadOnlyList<Guid> published, CancellationToken cancellationToken) =>
        database.WithWriterAsync(connection => Task.FromResult<IReadOnlySet<Guid>>(Write(connection, sets, published)), cancellationToken);

    public ValueTask DisposeAsync()
    {
        _statements?.Dispose();
        return ValueTask.CompletedTask;
    }

    private HashSet<Guid> Write(SqliteConnection connection, IReadOnlyList<WriteSet> sets, IReadOnlyList<Guid> published)
    {
        _statements ??= new SqliteStatements(connection);
        using var transaction = connection.BeginTransaction();
        var rows = new SqliteSetWriter(_statements, transaction);
        foreach (var messageId in published)
            _statements.Run(transaction, "delete from outbox where message_id = $1 and held_until > due", messageId);
        var written = sets.Where(rows.Write).Select(set => set.Run).ToHashSet();
        transaction.Commit();
        return written;
    }
}
