using Microsoft.Extensions.AI;

namespace AgentBus.Models.Catalogue;

/// <summary>US dollars per million tokens.</summary>
/// <param name="Input">Prompt tokens.</param>
/// <param name="CachedInput">Prompt tokens the provider had cached.</param>
/// <param name="Output">Answer tokens.</param>
public sealed record TokenPrice(decimal Input, decimal CachedInput, decimal Output)
{
    /// <summary>What costs nothing.</summary>
    public static TokenPrice Free { get; } = new(0, 0, 0);

    /// <summary>The most a call can cost, in US dollars.</summary>
    public decimal Most(long inputTokens, long outputTokens) => ((inputTokens * Math.Max(Input, CachedInput)) + (outputTokens * Output)) / 1_000_000m;

    /// <summary>Cost of a call in US dollars; the cached tokens are part of the input tokens.</summary>
    public decimal Of(UsageDetails usage)
    {
        var cached = usage.CachedInputTokenCount ?? 0;
        return (((usage.InputTokenCount ?? 0) - cached) * Input + cached * CachedInput + (usage.OutputTokenCount ?? 0) * Output) / 1_000_000m;
    }
}
