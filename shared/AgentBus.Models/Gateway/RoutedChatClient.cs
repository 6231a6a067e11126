using System.Runtime.CompilerServices;
using AgentBus.Models.Catalogue;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Gateway;

/// <summary>The gateway as an <see cref="IChatClient"/> in process. <see cref="ChatOptions.ModelId"/> names the model; without it the gateway chooses.</summary>
internal sealed class RoutedChatClient(ChatRouter router) : IChatClient
{
    private static readonly ChatClientMetadata Metadata = new("agentbus", null, ModelCatalogue.Auto);

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var call = new ChatCall(options?.ModelId ?? ModelCatalogue.Auto, [.. messages], options ?? new ChatOptions(), CallHints.Of(options));
        return AnswerProperties.AddTo(await router.CompleteAsync(call, cancellationToken));
    }

    /// <summary>The answer in updates. It is checked and priced whole first, so that no caller sees half of an answer that is then refused.</summary>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? Metadata
        : serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }
}
