namespace AgentBus.Storage.Runs;

/// <summary>Writes a batch in one transaction on its own connection. Used by one committer loop at a time.</summary>
internal interface IBatchWriter : IAsyncDisposable
{
    /// <summary>
    /// Commits the sets, at most one of each run and sorted by run, and deletes the published messages. Returns the runs whose
    /// set was written; the sets of the others lost their version check and wrote nothing. Throws when nothing was written, or,
    /// where the connection broke at the end, perhaps all.
    /// </summary>
    Task<IReadOnlySet<Guid>> WriteAsync(
        IReadOnlyList<WriteSet> sets, IReadOnlyList<Guid> published, CancellationToken cancellationToken);

    /// <summary>Whether the fault lies in a row, so that the batch's other sets may succeed when written alone.</summary>
    bool IsRowFault(Exception error);
}
