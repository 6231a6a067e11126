using Microsoft.Extensions.AI;

namespace AgentBus.Models.Providers;

/// <summary>A call as one provider gets it.</summary>
/// <param name="Model">The provider's own name of the model.</param>
/// <param name="Messages">The conversation.</param>
/// <param name="Options">Limits, sampling, tools and response format; <c>MaxOutputTokens</c> is always set.</param>
public sealed record ProviderCall(string Model, IReadOnlyList<ChatMessage> Messages, ChatOptions Options)
{
    /// <summary>Tier of the provider's service; null for the usual one.</summary>
    public string? ServiceTier { get; init; }

    /// <summary>Answer tokens it may have.</summary>
    internal int Limit => Options.MaxOutputTokens ?? throw new InvalidOperationException("A call without a limit of answer tokens has no bound.");
}
