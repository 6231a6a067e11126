namespace AgentBus.Models.Routing.OffPolicy;

/// <summary>What logged calls say about another policy.</summary>
/// <param name="Estimate">The estimates.</param>
/// <param name="Verdict">What follows from them.</param>
public sealed record OffPolicyReport(OffPolicyEstimate Estimate, OffPolicyVerdict Verdict);
