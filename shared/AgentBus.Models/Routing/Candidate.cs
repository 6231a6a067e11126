using AgentBus.Models.Catalogue;

namespace AgentBus.Models.Routing;

/// <summary>A model a call could go to, in order of preference.</summary>
/// <param name="Model">The model.</param>
/// <param name="Obstacle">Why it cannot take this call; null when it can.</param>
internal sealed record Candidate(CatalogueModel Model, string? Obstacle)
{
    public bool IsEligible => Obstacle is null;
}
