using AgentBus.Models.Catalogue;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Gateway;

/// <summary>Tokens and money of a try.</summary>
internal sealed record Spent(UsageDetails Usage, decimal CostUsd)
{
    /// <summary>By the provider's count; some local servers do not count, then the most it can have been counts.</summary>
    public static Spent Of(CatalogueModel model, TokenEstimate prompt, ChatResponse response)
    {
        var usage = response.Usage is { InputTokenCount: not null, OutputTokenCount: not null } told ? told : Bound(prompt, response);
        return new Spent(usage, model.Price.Of(usage));
    }

    private static UsageDetails Bound(TokenEstimate prompt, ChatResponse response)
    {
        var output = TokenEstimate.MostOf(response);
        return new UsageDetails { InputTokenCount = prompt.Most, OutputTokenCount = output, TotalTokenCount = prompt.Most + output };
    }
}
