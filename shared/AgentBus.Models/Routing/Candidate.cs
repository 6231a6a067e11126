using AgentBus.Models.Catalogue;
using AgentBus.Models.Extractive;

namespace AgentBus.Models.Routing;

/// <summary>A model a call could go to, in the configured order.</summary>
/// <param name="Model">The model.</param>
/// <param name="Obstacle">Why it cannot take this call; null when it can.</param>
/// <param name="Forecast">What to expect of it.</param>
internal sealed record Candidate(CatalogueModel Model, string? Obstacle, Forecast Forecast)
{
    public bool IsEligible => Obstacle is null;

    /// <summary>The built-in provider: always there, but no language model.</summary>
    public bool IsLastResort => Model.Provider == ExtractiveProvider.ProviderName;
}
