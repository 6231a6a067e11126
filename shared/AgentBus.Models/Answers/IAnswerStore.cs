namespace AgentBus.Models.Answers;

/// <summary>Keeps answers for repeated attempts, so that one is not paid twice, and for the cache. Only valid answers are kept. Losing one costs money, nothing else.</summary>
public interface IAnswerStore
{
    /// <summary>The answer kept under the key, unless it has expired.</summary>
    ValueTask<StoredAnswer?> FindAsync(AnswerKey key, CancellationToken cancellationToken);

    /// <summary>Keeps an answer until <paramref name="expires"/>; of two under one key the first stays.</summary>
    ValueTask SaveAsync(AnswerKey key, StoredAnswer answer, DateTimeOffset expires, CancellationToken cancellationToken);

    /// <summary>Forgets the answer under a key.</summary>
    ValueTask RemoveAsync(AnswerKey key, CancellationToken cancellationToken);

    /// <summary>Forgets what a decision answered, under every key.</summary>
    ValueTask ForgetAsync(string tenant, Guid decision, CancellationToken cancellationToken);

    /// <summary>Deletes expired answers, at most this many; returns how many.</summary>
    Task<int> SweepAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken);
}
