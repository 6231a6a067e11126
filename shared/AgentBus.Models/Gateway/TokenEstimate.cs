using System.Text;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Gateway;

/// <summary>Tokens of a prompt without a tokenizer. Four bytes a token is usual for English; no tokenizer makes more tokens than bytes.</summary>
internal static class TokenEstimate
{
    private const int BytesPerToken = 4;
    private const int PerMessage = 8;

    /// <summary>About how many; for refusing what is clearly too long.</summary>
    public static int Likely(IReadOnlyList<ChatMessage> messages) => (int)Math.Min(int.MaxValue, Bytes(messages) / BytesPerToken);

    /// <summary>Never fewer than there are; what a call is charged when the provider does not say.</summary>
    public static long Most(IReadOnlyList<ChatMessage> messages) => Bytes(messages) + (PerMessage * messages.Count);

    private static long Bytes(IReadOnlyList<ChatMessage> messages) => messages.Sum(m => (long)Encoding.UTF8.GetByteCount(m.Text));
}
