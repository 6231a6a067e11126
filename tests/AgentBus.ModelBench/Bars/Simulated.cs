using AgentBus.Models.Catalogue;
using AgentBus.Models.Routing;
using AgentBus.Models.Routing.Features;
using AgentBus.Models.Routing.Quality;

namespace AgentBus.ModelBench.Bars;

/// <summary>Candidates for simulated calls.</summary>
internal static class Simulated
{
    /// <summary>A model that can take the call, with what its quality model says.</summary>
    /// <param name="quality">Its quality model.</param>
    /// <param name="name">Its name.</param>
    /// <param name="cost">What the call costs, in the unit of the utility.</param>
    /// <param name="features">Of the prompt.</param>
    /// <param name="stepType">What kind of step asks.</param>
    public static Candidate Candidate(QualityModel quality, string name, double cost, FeatureVector features, string? stepType) => new(
        new CatalogueModel(name, "simulated", name, TokenPrice.Free, 128_000, 4096, []),
        new Expectation(new QualityEstimate(quality.Predict(features, stepType), quality.Usual(stepType), quality.Fixed(stepType), quality.FixedCount(stepType)), (decimal)cost, (decimal)cost, TimeSpan.Zero, 0),
        null);
}
