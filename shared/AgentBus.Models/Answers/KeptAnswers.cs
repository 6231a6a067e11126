using Microsoft.Extensions.Logging;

namespace AgentBus.Models.Answers;

/// <summary>The store as calls use it: while it is away they are asked and answered all the same, and an answer that was paid for is not lost with the store.</summary>
internal sealed class KeptAnswers(IAnswerStore store, ILogger<KeptAnswers> logger)
{
    public async ValueTask<StoredAnswer?> FindAsync(AnswerKey key, CancellationToken cancellationToken)
    {
        try
        {
            return await store.FindAsync(key, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.AnswersAway(logger, e.Message);
            return null;
        }
    }

    public ValueTask SaveAsync(AnswerKey key, StoredAnswer answer, DateTimeOffset expires, CancellationToken cancellationToken) =>
        TryAsync(() => store.SaveAsync(key, answer, expires, cancellationToken));

    public ValueTask RemoveAsync(AnswerKey key, CancellationToken cancellationToken) => TryAsync(() => store.RemoveAsync(key, cancellationToken));

    private async ValueTask TryAsync(Func<ValueTask> change)
    {
        try
        {
            await change();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.AnswersAway(logger, e.Message);
        }
    }
}
