namespace AgentBus.Models.Routing;

/// <summary>What a call is expected to be like at one model.</summary>
/// <param name="Quality">How good the answer is.</param>
/// <param name="CostUsd">Likely cost in US dollars.</param>
/// <param name="MaxCostUsd">The most it can cost, in US dollars; what is reserved.</param>
/// <param name="Latency">95th percentile of its time under the current load; null when it is not known yet.</param>
/// <param name="Load">Calls under way and waiting, as a share of what it takes at once; 0 when it has no limit.</param>
internal sealed record Expectation(QualityEstimate Quality, decimal CostUsd, decimal MaxCostUsd, TimeSpan? Latency, double Load);
