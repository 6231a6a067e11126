using AgentBus.Models.Decisions;
using AgentBus.Models.Gateway;

namespace AgentBus.Models.Cache;

/// <summary>Answers of other calls that may serve this one. Losing an answer costs money, nothing else; serving a wrong one is a fault.</summary>
internal interface IAnswerCache
{
    /// <summary>An answer that serves the call; null when there is none. For streams, which ask and keep by themselves.</summary>
    ValueTask<ChatAnswer?> FindAsync(ChatCall call, CancellationToken cancellationToken);

    /// <summary>Keeps a whole and valid answer where it may serve other calls; returns it with what the cache did for it.</summary>
    ValueTask<ChatAnswer> KeepAsync(ChatCall call, ChatAnswer answer, CancellationToken cancellationToken);

    /// <summary>Serves the call from what is kept, joins an identical call that is under way, or asks and keeps.</summary>
    Task<ChatAnswer> GetOrAskAsync(ChatCall call, Func<CancellationToken, Task<ChatAnswer>> ask, CancellationToken cancellationToken);

    /// <summary>Forgets the answer of a decision that turned out bad.</summary>
    ValueTask ForgetAsync(OutcomeCredit credit, CancellationToken cancellationToken);
}
