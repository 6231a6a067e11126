namespace AgentBus.Models.Routing;

/// <summary>Chooses the model of a call that leaves the choice to the gateway. Pure: all it may look at is in its argument.</summary>
internal interface IRoutingPolicy
{
    /// <summary>Its name in configuration and decisions.</summary>
    string Name { get; }

    /// <summary>Ranks the eligible candidates; there is always one.</summary>
    RoutingDecision Choose(RoutingRequest request);
}
