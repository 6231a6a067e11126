using Microsoft.Extensions.AI;

namespace AgentBus.Models.Providers;

/// <summary>Something that completes chats: a vendor's API, a local server, the built-in text methods.</summary>
public interface IModelProvider
{
    /// <summary>Its name in the configuration.</summary>
    string Name { get; }

    /// <summary>Whether a call can be tried: its key, when it needs one, is there.</summary>
    bool IsReady { get; }

    /// <summary>Whether telling it what was wrong with an answer can change the answer. False for a deterministic provider.</summary>
    bool CanRevise { get; }

    /// <summary>One try of one call; no retries inside.</summary>
    /// <exception cref="Gateway.ModelException">The provider refused, failed, or answered what cannot be read.</exception>
    Task<ChatResponse> CompleteAsync(ProviderCall call, CancellationToken cancellationToken);

    /// <summary>The same in pieces as they come. A stream that ends without an exception is whole: its last pieces hold the finish reason and, where the provider counts, the usage.</summary>
    /// <exception cref="Gateway.ModelException">As above; also when the stream breaks off in the middle.</exception>
    IAsyncEnumerable<ChatResponseUpdate> StreamAsync(ProviderCall call, CancellationToken cancellationToken);
}
