using AgentBus.Models.Catalogue;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Gateway;

/// <summary>The gateway as an <see cref="IChatClient"/> in process. <see cref="ChatOptions.ModelId"/> names the model; without it the gateway chooses.</summary>
internal sealed class RoutedChatClient(ChatRouter router) : IChatClient
{
    private static readonly ChatClientMetadata Metadata = new("agentbus", null, ModelCatalogue.Auto);

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        AnswerProperties.AddTo(await router.CompleteAsync(Call(messages, options), cancellationToken));

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        router.StreamAsync(Call(messages, options), cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? Metadata
        : serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    private static ChatCall Call(IEnumerable<ChatMessage> messages, ChatOptions? options) =>
        new(options?.ModelId ?? ModelCatalogue.Auto, [.. messages], options ?? new ChatOptions(), CallHints.Of(options));
}
