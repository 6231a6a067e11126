using AgentBus.Models.Cache;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Gateway;

/// <summary>An answer, and how it came about.</summary>
/// <param name="Response">The answer; its usage counts every try that was paid for.</param>
/// <param name="Model">Name of the model that gave it.</param>
/// <param name="Provider">Provider of the model.</param>
/// <param name="Reason">Why that model.</param>
/// <param name="CostUsd">What this call cost, in US dollars; 0 when <paramref name="Repeated"/>.</param>
/// <param name="Latency">Time from call to answer.</param>
/// <param name="Repeated">Whether the answer comes from an earlier attempt under the same idempotency key.</param>
public sealed record ChatAnswer(ChatResponse Response, string Model, string Provider, string Reason, decimal CostUsd, TimeSpan Latency, bool Repeated = false)
{
    /// <summary>Id of the decision that chose the model; null when nothing was decided, as for a repeated answer.</summary>
    public Guid? Decision { get; init; }

    /// <summary>What the cache did; null when the call was not to be served from it.</summary>
    public CacheUse? Cache { get; init; }

    /// <summary>Whether no model was asked for this answer now.</summary>
    internal bool IsKept => Repeated || Cache is CacheUse.Hit or CacheUse.Near;
}
