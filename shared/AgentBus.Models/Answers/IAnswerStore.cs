namespace AgentBus.Models.Answers;

/// <summary>Keeps answers for repeated attempts, so that one is not paid twice. Only valid answers are kept. Losing one costs money, nothing else.</summary>
public interface IAnswerStore
{
    /// <summary>The answer kept under the key, unless it has expired.</summary>
    ValueTask<StoredAnswer?> FindAsync(AnswerKey key, CancellationToken cancellationToken);

    /// <summary>Keeps an answer until <paramref name="expires"/>; of two under one key the first stays.</summary>
    ValueTask SaveAsync(AnswerKey key, StoredAnswer answer, DateTimeOffset expires, CancellationToken cancellationToken);
}
