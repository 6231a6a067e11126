using System.Data;
using AgentBus.Storage.Runs;
using Npgsql;

namespace AgentBus.Storage.Postgres;

/// <summary>
/// A batch as one round trip: the server runs a pipelined batch without BEGIN as one transaction and commits it at its end. The
/// connection is kept, for its prepared statements; a broken one is replaced with the next batch.
/// </summary>
internal sealed class PostgresBatchWriter(PostgresDatabase database) : IBatchWriter
{
    private const string NoSync = "select set_config('synchronous_commit', 'off', true)";

    private NpgsqlConnection? _connection;

    /// <summary>An error that the server answered with leaves the connection whole; one without an answer broke it.</summary>
    public bool IsRowFault(Exception error) => error is PostgresException { InvariantSeverity: "ERROR" };

    public async Task<IReadOnlySet<Guid>> WriteAsync(
        IReadOnlyList<WriteSet> sets, IReadOnlyList<Guid> published, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(cancellationToken);
        await using var batch = connection.CreateBatch();
        if (sets.Count > 0)
            new PostgresBatch(sets).AddTo(batch);
        else
            batch.Add(NoSync); // A lost delete only publishes a message again.
        if (published.Count > 0)
            batch.Add(PostgresSetSql.DeletePublished, PostgresColumns.Uuid(published, id => id));
        return await RunAsync(batch, sets.Count > 0, cancellationToken);
    }

    public ValueTask DisposeAsync() => _connection?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static async Task<HashSet<Guid>> RunAsync(NpgsqlBatch batch, bool returnsRuns, CancellationToken cancellationToken)
    {
        var written = new HashSet<Guid>();
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        do
        {
            while (returnsRuns && await reader.ReadAsync(cancellationToken))
                written.Add(reader.GetGuid(0));
        }
        while (await reader.NextResultAsync(cancellationToken)); // To the end, which brings up every statement's error.
        return written;
    }

    private async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        if (_connection is { State: ConnectionState.Open } open)
            return open;
        if (_connection is { } broken)
            await broken.DisposeAsync();
        _connection = null;
        return _connection = await database.Source.OpenConnectionAsync(cancellationToken);
    }
}
