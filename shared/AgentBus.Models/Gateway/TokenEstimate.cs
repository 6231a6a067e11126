using System.Runtime.InteropServices;
using AgentBus.Models.Budgets;
using AgentBus.Models.Providers;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Gateway;

/// <summary>Tokens of a prompt without a tokenizer, tools and schema included.</summary>
/// <param name="Likely">About how many, at four bytes a token, as is usual for English; for refusing what is clearly too long, and for prices to compare.</param>
/// <param name="Most">Never fewer than there are; what is reserved, and charged when the provider does not say.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TokenEstimate(int Likely, long Most)
{
    private const int BytesPerToken = 4;
    private const int PerMedium = 1500;

    public static TokenEstimate Of(IReadOnlyList<ChatMessage> messages, ChatOptions options)
    {
        var most = CallBound.InputTokens(new ProviderCall("", messages, options));
        long bytes = (options.Instructions?.Length ?? 0) + (options.Tools?.Sum(CallBound.Tool) ?? 0), media = 0;
        foreach (var content in messages.SelectMany(m => m.Contents))
        {
            var isMedium = content is DataContent or UriContent;
            bytes += isMedium ? 0 : CallBound.Content(content);
            media += isMedium ? PerMedium : 0;
        }

        return new TokenEstimate((int)Math.Min(int.MaxValue, (bytes / BytesPerToken) + media), most);
    }

    /// <summary>Never fewer tokens than there are in an answer.</summary>
    public static long MostOf(ChatResponse response) => response.Messages.SelectMany(m => m.Contents).Sum(CallBound.Content);
}
