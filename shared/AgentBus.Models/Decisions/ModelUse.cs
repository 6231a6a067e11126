namespace AgentBus.Models.Decisions;

/// <summary>What calls went to a model.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Calls">Decisions for it; a call that went on to a stronger model counts for both.</param>
/// <param name="Failed">Those of them that ended with an error or an answer that did not fit.</param>
/// <param name="CostUsd">What they cost, in US dollars, with the tries of others that failed before.</param>
public sealed record ModelUse(string Model, long Calls, long Failed, decimal CostUsd);
