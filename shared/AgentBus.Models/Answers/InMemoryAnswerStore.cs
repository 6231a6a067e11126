using System.Collections.Concurrent;

namespace AgentBus.Models.Answers;

/// <summary>The default store: this process only, gone at its end. Past its bounds the answers nearest to their end make room.</summary>
internal sealed class InMemoryAnswerStore(TimeProvider time, long maxBytes = InMemoryAnswerStore.DefaultBytes) : IAnswerStore
{
    internal const int MaxAnswers = 100_000;
    internal const long DefaultBytes = 256L << 20;
    private const int PerAnswer = 1_000;
    private readonly ConcurrentDictionary<AnswerKey, (StoredAnswer Answer, DateTimeOffset Expires)> _answers = new();
    private long _bytes;

    public ValueTask<StoredAnswer?> FindAsync(AnswerKey key, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_answers.TryGetValue(key, out var kept) && kept.Expires > time.GetUtcNow() ? kept.Answer : null);

    public ValueTask SaveAsync(AnswerKey key, StoredAnswer answer, DateTimeOffset expires, CancellationToken cancellationToken)
    {
        if (_answers.TryGetValue(key, out var kept))
        {
            if (kept.Expires > time.GetUtcNow())
            {
                return ValueTask.CompletedTask;
            }

            Remove(key);
        }

        if (_answers.TryAdd(key, (answer, expires)))
        {
            Interlocked.Add(ref _bytes, Bytes(answer));
        }

        if (_answers.Count > MaxAnswers || Interlocked.Read(ref _bytes) > maxBytes)
        {
            MakeRoom();
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask RemoveAsync(AnswerKey key, CancellationToken cancellationToken)
    {
        Remove(key);
        return ValueTask.CompletedTask;
    }

    public ValueTask ForgetAsync(string tenant, Guid decision, CancellationToken cancellationToken)
    {
        Remove(_answers.Where(pair => pair.Value.Answer.Decision == decision && pair.Key.Tenant == tenant).Select(pair => pair.Key));
        return ValueTask.CompletedTask;
    }

    public Task<int> SweepAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        Task.FromResult(Remove(_answers.Where(pair => pair.Value.Expires <= now).Select(pair => pair.Key).Take(limit)));

    /// <summary>A tenth at a time, so that a full store does not sort itself at every call.</summary>
    private void MakeRoom()
    {
        foreach (var (key, _) in _answers.ToArray().OrderBy(pair => pair.Value.Expires))
        {
            if (_answers.Count <= MaxAnswers * 9 / 10 && Interlocked.Read(ref _bytes) <= maxBytes / 10 * 9)
            {
                return;
            }

            Remove(key);
        }
    }

    private int Remove(IEnumerable<AnswerKey> keys)
    {
        AnswerKey[] all = [.. keys];
        Array.ForEach(all, Remove);
        return all.Length;
    }

    private void Remove(AnswerKey key)
    {
        if (_answers.TryRemove(key, out var kept))
        {
            Interlocked.Add(ref _bytes, -Bytes(kept.Answer));
        }
    }

    private static long Bytes(StoredAnswer answer) => PerAnswer + (2L * answer.ResponseJson.Length);
}
