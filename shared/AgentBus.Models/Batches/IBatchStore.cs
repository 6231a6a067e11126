namespace AgentBus.Models.Batches;

/// <summary>Batches and their files. A call of one is taken for a while by one worker, and ends once.</summary>
public interface IBatchStore
{
    /// <summary>Keeps a file.</summary>
    Task SaveFileAsync(BatchFile file, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>A file of the tenant; null when there is none.</summary>
    Task<BatchFile?> FindFileAsync(string tenant, string id, CancellationToken cancellationToken);

    /// <summary>What is in it; null when there is none.</summary>
    Task<ReadOnlyMemory<byte>?> ReadFileAsync(string tenant, string id, CancellationToken cancellationToken);

    /// <summary>Deletes a file; false when there is none. Batches made from it go on.</summary>
    Task<bool> DeleteFileAsync(string tenant, string id, CancellationToken cancellationToken);

    /// <summary>Adds a batch with its calls, all or none.</summary>
    Task AddAsync(ModelBatch batch, IReadOnlyList<BatchItem> items, CancellationToken cancellationToken);

    /// <summary>A batch of the tenant; null when there is none.</summary>
    Task<BatchProgress?> FindAsync(string tenant, string id, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>The tenant's batches, newest first, from the one after <paramref name="after"/>.</summary>
    Task<IReadOnlyList<BatchProgress>> ListAsync(string tenant, string? after, int limit, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Begins no further call of it.</summary>
    Task CancelAsync(string tenant, string id, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Takes calls that are due, in the order they came, until a time: then, unless it was renewed, another worker takes them.</summary>
    Task<IReadOnlyList<BatchItem>> TakeAsync(Guid worker, int limit, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Keeps what the worker has taken.</summary>
    Task RenewAsync(Guid worker, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Puts a call back, to be taken when it is due.</summary>
    Task PutBackAsync(Guid worker, BatchItem item, DateTimeOffset due, CancellationToken cancellationToken);

    /// <summary>Ends a call; false when it had ended already.</summary>
    Task<bool> EndAsync(string batch, BatchResult result, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Calls that ended, in the order of their lines.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="isAnswer">Those that were answered, or those that failed.</param>
    /// <param name="afterLine">From the line after this.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<IReadOnlyList<BatchResult>> ResultsAsync(string batch, bool isAnswer, int afterLine, int limit, CancellationToken cancellationToken);

    /// <summary>Deletes files and batches from before a time.</summary>
    Task SweepAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
