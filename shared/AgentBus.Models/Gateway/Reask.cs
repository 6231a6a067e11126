using Microsoft.Extensions.AI;

namespace AgentBus.Models.Gateway;

/// <summary>The second question after an answer that broke its schema: the same conversation, the answer, and what was wrong.</summary>
internal static class Reask
{
    public static IReadOnlyList<ChatMessage> With(IReadOnlyList<ChatMessage> messages, ChatResponse answer, string fault) =>
    [
        .. messages,
        new ChatMessage(ChatRole.Assistant, answer.Text),
        new ChatMessage(ChatRole.User, $"That answer does not fit the required JSON schema: {fault}. Answer again with the corrected JSON only."),
    ];
}
