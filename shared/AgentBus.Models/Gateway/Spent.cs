using AgentBus.Models.Catalogue;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Gateway;

/// <summary>Tokens and money of a try.</summary>
internal sealed record Spent(UsageDetails Usage, decimal CostUsd)
{
    /// <summary>By the provider's count; some local servers do not count, or count nonsense, then the most it can have been counts.</summary>
    /// <param name="model">Model that answered.</param>
    /// <param name="prompt">Its prompt.</param>
    /// <param name="limit">Answer tokens it was allowed.</param>
    /// <param name="response">What came.</param>
    public static Spent Of(CatalogueModel model, TokenEstimate prompt, int limit, ChatResponse response)
    {
        var usage = response.Usage is { } told && IsCount(told, Math.Max(model.ContextWindow, prompt.Most), Math.Max(model.ContextWindow, limit)) ? told : Bound(prompt, limit, response);
        return new Spent(usage, model.Price.Of(usage));
    }

    /// <summary>A prompt is never without tokens, and nothing is longer than its window; a catalogue may have too small a window, so a count up to what was sent is believed as well.</summary>
    private static bool IsCount(UsageDetails told, long mostInput, long mostOutput) =>
        told.InputTokenCount > 0 && told.InputTokenCount <= mostInput && told.OutputTokenCount >= 0 && told.OutputTokenCount <= mostOutput
        && (told.CachedInputTokenCount ?? 0) is var cached && cached >= 0 && cached <= told.InputTokenCount;

    private static UsageDetails Bound(TokenEstimate prompt, int limit, ChatResponse response)
    {
        var output = Math.Min(limit, TokenEstimate.MostOf(response));
        return new UsageDetails { InputTokenCount = prompt.Most, OutputTokenCount = output, TotalTokenCount = prompt.Most + output };
    }
}
