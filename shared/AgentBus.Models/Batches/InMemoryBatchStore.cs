namespace AgentBus.Models.Batches;

/// <summary>Batches of this process only, gone at its end.</summary>
public sealed class InMemoryBatchStore : IBatchStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (BatchFile File, ReadOnlyMemory<byte> Content)> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Entry> _batches = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task SaveFileAsync(BatchFile file, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => Locked(() => _files[file.Id] = (file, content));

    /// <inheritdoc/>
    public Task<BatchFile?> FindFileAsync(string tenant, string id, CancellationToken cancellationToken) => Locked(() => File(tenant, id)?.File);

    /// <inheritdoc/>
    public Task<ReadOnlyMemory<byte>?> ReadFileAsync(string tenant, string id, CancellationToken cancellationToken) => Locked(() => File(tenant, id)?.Content);

    /// <inheritdoc/>
    public Task<bool> DeleteFileAsync(string tenant, string id, CancellationToken cancellationToken) => Locked(() => File(tenant, id) is not null && _files.Remove(id));

    /// <inheritdoc/>
    public Task AddAsync(ModelBatch batch, IReadOnlyList<BatchItem> items, CancellationToken cancellationToken) =>
        Locked(() => _batches[batch.Id] = new Entry(batch, [.. items.Select(item => new Place(item) { Due = batch.CreatedAt })]));

    /// <inheritdoc/>
    public Task<BatchProgress?> FindAsync(string tenant, string id, DateTimeOffset now, CancellationToken cancellationToken) => Locked(() => Batch(tenant, id)?.Progress(now));

    /// <inheritdoc/>
    public Task<IReadOnlyList<BatchProgress>> ListAsync(string tenant, string? after, int limit, DateTimeOffset now, CancellationToken cancellationToken) => Locked<IReadOnlyList<BatchProgress>>(() =>
    [
        .. _batches.Values.Where(entry => entry.Batch.Tenant == tenant).OrderByDescending(entry => entry.Batch.CreatedAt).ThenByDescending(entry => entry.Batch.Id, StringComparer.Ordinal)
            .SkipWhile(entry => after is not null && entry.Batch.Id != after).Skip(after is null ? 0 : 1).Take(limit).Select(entry => entry.Progress(now)),
    ]);

    /// <inheritdoc/>
    public Task CancelAsync(string tenant, string id, DateTimeOffset now, CancellationToken cancellationToken) => Locked(() =>
    {
        if (Batch(tenant, id) is { } entry)
        {
            entry.CancelledAt ??= now;
        }

        return true;
    });

    /// <inheritdoc/>
    public Task<IReadOnlyList<BatchItem>> TakeAsync(Guid worker, int limit, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken) => Locked<IReadOnlyList<BatchItem>>(() =>
    {
        Place[] taken =
        [
            .. _batches.Values.Where(entry => entry.CancelledAt is null && entry.Batch.ExpiresAt > now).SelectMany(entry => entry.Places)
                .Where(place => place.Result is null && place.Due <= now).OrderBy(place => place.Due).ThenBy(place => place.Item.Line).Take(limit),
        ];
        Array.ForEach(taken, place => (place.Worker, place.Due) = (worker, until));
        return [.. taken.Select(place => place.Item)];
    });

    /// <inheritdoc/>
    public Task RenewAsync(Guid worker, DateTimeOffset until, CancellationToken cancellationToken) => Locked(() =>
    {
        foreach (var place in _batches.Values.SelectMany(entry => entry.Places).Where(place => place.Worker == worker && place.Result is null))
        {
            place.Due = until;
        }

        return true;
    });

    /// <inheritdoc/>
    public Task PutBackAsync(Guid worker, BatchItem item, DateTimeOffset due, CancellationToken cancellationToken) => Locked(() =>
    {
        if (Find(item.Batch, item.Line) is { Result: null } place && place.Worker == worker)
        {
            (place.Worker, place.Due) = (null, due);
        }

        return true;
    });

    /// <inheritdoc/>
    public Task<bool> EndAsync(string batch, BatchResult result, DateTimeOffset now, CancellationToken cancellationToken) => Locked(() =>
    {
        if (Find(batch, result.Line) is not { Result: null } place)
        {
            return false;
        }

        (place.Result, place.EndedAt) = (result, now);
        return true;
    });

    /// <inheritdoc/>
    public Task<IReadOnlyList<BatchResult>> ResultsAsync(string batch, bool isAnswer, int afterLine, int limit, CancellationToken cancellationToken) => Locked<IReadOnlyList<BatchResult>>(() =>
        _batches.TryGetValue(batch, out var entry)
            ? [.. entry.Places.Select(place => place.Result).OfType<BatchResult>().Where(result => result.IsAnswer == isAnswer && result.Line > afterLine).OrderBy(result => result.Line).Take(limit)]
            : []);

    /// <inheritdoc/>
    public Task SweepAsync(DateTimeOffset before, CancellationToken cancellationToken) => Locked(() =>
    {
        _files.Values.Where(pair => pair.File.CreatedAt < before).ToList().ForEach(pair => _files.Remove(pair.File.Id));
        _batches.Values.Where(entry => entry.Batch.CreatedAt < before).ToList().ForEach(entry => _batches.Remove(entry.Batch.Id));
        return true;
    });

    private Task<T> Locked<T>(Func<T> work)
    {
        lock (_lock)
        {
            return Task.FromResult(work());
        }
    }

    private (BatchFile File, ReadOnlyMemory<byte> Content)? File(string tenant, string id) => _files.TryGetValue(id, out var found) && found.File.Tenant == tenant ? found : null;

    private Entry? Batch(string tenant, string id) => _batches.TryGetValue(id, out var entry) && entry.Batch.Tenant == tenant ? entry : null;

    private Place? Find(string batch, int line) => _batches.TryGetValue(batch, out var entry) ? entry.Places.Find(place => place.Item.Line == line) : null;

    private sealed class Place(BatchItem item)
    {
        public BatchItem Item => item;

        public Guid? Worker { get; set; }

        /// <summary>When it may be taken: again, while somebody has it.</summary>
        public DateTimeOffset Due { get; set; }

        public BatchResult? Result { get; set; }

        public DateTimeOffset? EndedAt { get; set; }
    }

    private sealed class Entry(ModelBatch batch, List<Place> places)
    {
        public ModelBatch Batch => batch;

        public List<Place> Places => places;

        public DateTimeOffset? CancelledAt { get; set; }

        public BatchProgress Progress(DateTimeOffset now) => new(
            batch, places.Count, places.Count(place => place.Result is { IsAnswer: true }), places.Count(place => place.Result is { IsAnswer: false }),
            places.Count(place => place.Result is null && place.Worker is not null && place.Due > now), CancelledAt, places.Max(place => place.EndedAt));
    }
}
