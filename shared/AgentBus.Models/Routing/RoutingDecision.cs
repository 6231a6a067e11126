using AgentBus.Models.Catalogue;

namespace AgentBus.Models.Routing;

/// <summary>Which model answers, and why.</summary>
/// <param name="Model">The chosen model.</param>
/// <param name="Reason">Why, in words for a person.</param>
internal sealed record RoutingDecision(CatalogueModel Model, string Reason)
{
    /// <summary>Probability with which this call was going to this model.</summary>
    public double Propensity { get; init; } = 1;

    /// <summary>Whether the model was drawn to learn about it.</summary>
    public bool IsExploration { get; init; }

    /// <summary>What the prompt's own predictions ask for; null where the policy does not learn.</summary>
    public CatalogueModel? Learned { get; init; }

    /// <summary>What the best fixed choice is; null where the policy does not learn.</summary>
    public CatalogueModel? Fixed { get; init; }
}
