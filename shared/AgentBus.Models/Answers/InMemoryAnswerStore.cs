using System.Collections.Concurrent;

namespace AgentBus.Models.Answers;

/// <summary>The default store: this process only, gone at its end. Past its bound the answers nearest to their end make room.</summary>
internal sealed class InMemoryAnswerStore(TimeProvider time) : IAnswerStore
{
    internal const int MaxAnswers = 10_000;
    private readonly ConcurrentDictionary<AnswerKey, (StoredAnswer Answer, DateTimeOffset Expires)> _answers = new();

    public ValueTask<StoredAnswer?> FindAsync(AnswerKey key, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_answers.TryGetValue(key, out var kept) && kept.Expires > time.GetUtcNow() ? kept.Answer : null);

    public ValueTask SaveAsync(AnswerKey key, StoredAnswer answer, DateTimeOffset expires, CancellationToken cancellationToken)
    {
        if (_answers.Count >= MaxAnswers)
        {
            MakeRoom();
        }

        _answers.AddOrUpdate(key, _ => (answer, expires), (_, kept) => kept.Expires > time.GetUtcNow() ? kept : (answer, expires));
        return ValueTask.CompletedTask;
    }

    /// <summary>A tenth at a time, so that a full store does not sort itself at every call.</summary>
    private void MakeRoom()
    {
        foreach (var (key, _) in _answers.ToArray().OrderBy(p => p.Value.Expires).Take(MaxAnswers / 10))
        {
            _answers.TryRemove(key, out _);
        }
    }
}
