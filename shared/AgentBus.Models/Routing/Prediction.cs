using AgentBus.Models.Routing.Features;

namespace AgentBus.Models.Routing;

/// <summary>What predictions were made from, for the record of the decision.</summary>
/// <param name="Features">What was seen of the prompt.</param>
/// <param name="IsProven">Whether choosing by predictions for single prompts is known to beat the best fixed choice.</param>
/// <param name="Chance">How likely it is that it does, 0 to 1.</param>
internal sealed record Prediction(FeatureVector Features, bool IsProven, double Chance = 0.5);
