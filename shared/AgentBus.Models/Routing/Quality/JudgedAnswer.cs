using AgentBus.Models.Routing.Features;

namespace AgentBus.Models.Routing.Quality;

/// <summary>What came of a call.</summary>
/// <param name="Row">Its place among all outcomes; outcomes are learned from in this order, each once.</param>
/// <param name="Model">The model that answered.</param>
/// <param name="StepType">What kind of step asked; null where that is not known.</param>
/// <param name="Features">Of the prompt.</param>
/// <param name="Outcome">How good the answer was, 0 to 1.</param>
internal sealed record JudgedAnswer(long Row, string Model, string? StepType, FeatureVector Features, double Outcome)
{
    /// <summary>How much it counts, over 0 to 1: less than 1 where several calls share an outcome.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>The decision between predictions and the best fixed choice that led to it; null where there was none.</summary>
    public JudgedDecision? Decision { get; init; }
}
