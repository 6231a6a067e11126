using AgentBus.Models.Gateway;

namespace AgentBus.Models.Cache;

/// <summary>Answers of other calls that may serve this one. Losing an answer costs money, nothing else; serving a wrong one is a fault.</summary>
internal interface IAnswerCache
{
    /// <summary>An answer that serves the call; null when there is none. For streams, which ask and keep by themselves.</summary>
    ValueTask<ChatAnswer?> FindAsync(ChatCall call, CancellationToken cancellationToken);

    /// <summary>Keeps a whole and valid answer.</summary>
    ValueTask KeepAsync(ChatCall call, ChatAnswer answer, CancellationToken cancellationToken);

    /// <summary>Serves the call from what is kept, joins an identical call that is under way, or asks and keeps.</summary>
    Task<ChatAnswer> GetOrAskAsync(ChatCall call, Func<CancellationToken, Task<ChatAnswer>> ask, CancellationToken cancellationToken);
}
