using AgentBus.Models.Routing.Features;

namespace AgentBus.Models.Routing.Quality;

/// <summary>What came of a call.</summary>
/// <param name="Row">Its place among all outcomes; outcomes are learned from in this order, each once.</param>
/// <param name="Model">The model that answered.</param>
/// <param name="StepType">What kind of step asked; null where that is not known.</param>
/// <param name="Features">Of the prompt.</param>
/// <param name="Outcome">How good the answer was, 0 to 1.</param>
internal sealed record ModelOutcome(long Row, string Model, string? StepType, FeatureVector Features, double Outcome);
