using System.Text;
using AgentBus.Models.Catalogue;
using AgentBus.Models.Providers;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Gateway;

/// <summary>Tokens and money of the tries of one call.</summary>
internal sealed record Spent(UsageDetails Usage, decimal CostUsd)
{
    public static Spent operator +(Spent a, Spent b)
    {
        var usage = new UsageDetails();
        usage.Add(a.Usage);
        usage.Add(b.Usage);
        return new Spent(usage, a.CostUsd + b.CostUsd);
    }

    public static Spent Of(CatalogueModel model, ProviderCall call, ChatResponse response)
    {
        var usage = response.Usage is { InputTokenCount: not null, OutputTokenCount: not null } told ? told : Bound(call, response);
        return new Spent(usage, model.Price.Of(usage));
    }

    public ChatResponse Mark(ChatResponse response)
    {
        response.Usage = Usage;
        return response;
    }

    /// <summary>Some local servers do not count; then the most it can have been counts.</summary>
    private static UsageDetails Bound(ProviderCall call, ChatResponse response)
    {
        var (input, output) = (TokenEstimate.Most(call.Messages), (long)Encoding.UTF8.GetByteCount(response.Text));
        return new UsageDetails { InputTokenCount = input, OutputTokenCount = output, TotalTokenCount = input + output };
    }
}
