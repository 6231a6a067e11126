using AgentBus.Models.Catalogue;

namespace AgentBus.Models.Routing;

/// <summary>Which model answers, and why.</summary>
/// <param name="Model">The chosen model.</param>
/// <param name="Reason">Why, in words for a person.</param>
internal sealed record RoutingDecision(CatalogueModel Model, string Reason);
