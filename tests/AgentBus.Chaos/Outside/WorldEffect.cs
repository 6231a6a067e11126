namespace AgentBus.Chaos.Outside;

/// <summary>An effect asked of the outside world.</summary>
/// <param name="Case">The run of the load.</param>
/// <param name="Effect">Its name, unique in the case.</param>
/// <param name="Key">The idempotency key: one application each.</param>
internal sealed record WorldEffect(string Case, string Effect, string Key);

/// <summary>What one attempt paid for.</summary>
internal sealed record WorldCharge(string Case, Guid Run, string Step, int Attempt, decimal PriceUsd);
