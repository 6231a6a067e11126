using AgentBus.Models.Gateway;

namespace AgentBus.Models.Cache;

/// <summary>Every call is asked.</summary>
internal sealed class NoAnswerCache : IAnswerCache
{
    public ValueTask<ChatAnswer?> FindAsync(ChatCall call, CancellationToken cancellationToken) => ValueTask.FromResult<ChatAnswer?>(null);

    public ValueTask KeepAsync(ChatCall call, ChatAnswer answer, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public Task<ChatAnswer> GetOrAskAsync(ChatCall call, Func<CancellationToken, Task<ChatAnswer>> ask, CancellationToken cancellationToken) => ask(cancellationToken);
}
