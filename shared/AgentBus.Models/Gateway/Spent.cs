using AgentBus.Models.Catalogue;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Gateway;

/// <summary>Tokens and money of a try.</summary>
internal sealed record Spent(UsageDetails Usage, decimal CostUsd)
{
    /// <summary>More than any window: a count above it is no count.</summary>
    private const long MostTokens = 1_000_000_000;

    /// <summary>By the provider's count; some local servers do not count, or count nonsense, then the most it can have been counts.</summary>
    public static Spent Of(CatalogueModel model, TokenEstimate prompt, ChatResponse response)
    {
        var usage = response.Usage is { InputTokenCount: >= 0 and <= MostTokens, OutputTokenCount: >= 0 and <= MostTokens } told && (told.CachedInputTokenCount ?? 0) is var cached && cached >= 0 && cached <= told.InputTokenCount
            ? told
            : Bound(prompt, response);
        return new Spent(usage, model.Price.Of(usage));
    }

    private static UsageDetails Bound(TokenEstimate prompt, ChatResponse response)
    {
        var output = TokenEstimate.MostOf(response);
        return new UsageDetails { InputTokenCount = prompt.Most, OutputTokenCount = output, TotalTokenCount = prompt.Most + output };
    }
}
