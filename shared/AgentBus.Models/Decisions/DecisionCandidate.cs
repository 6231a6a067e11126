namespace AgentBus.Models.Decisions;

/// <summary>A model that was looked at.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Obstacle">Why it could not take the call; null when it could.</param>
/// <param name="Quality">Predicted quality, 0 to 1.</param>
/// <param name="CostUsd">Predicted cost in US dollars.</param>
/// <param name="Latency">Predicted 95th percentile of its latency; null when it is not known yet.</param>
public sealed record DecisionCandidate(string Model, string? Obstacle, double? Quality, decimal? CostUsd, TimeSpan? Latency);
