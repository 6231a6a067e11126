using AgentBus.Models.Catalogue;
using AgentBus.Models.Gateway;

namespace AgentBus.Models.Routing;

/// <summary>A model a call could go to.</summary>
/// <param name="Model">The model.</param>
/// <param name="Expected">What the call would be like there.</param>
/// <param name="Obstacle">Why it cannot take this call; null when it can.</param>
internal sealed record Candidate(CatalogueModel Model, Expectation Expected, ModelError? Obstacle)
{
    public bool IsEligible => Obstacle is null;
}
