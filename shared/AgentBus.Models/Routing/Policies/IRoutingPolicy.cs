namespace AgentBus.Models.Routing.Policies;

/// <summary>Chooses the model of a call to <c>auto</c>. Pure: all it may look at is in its argument.</summary>
internal interface IRoutingPolicy
{
    /// <summary>Its name in configuration and decisions.</summary>
    string Name { get; }

    /// <summary>Chooses among the eligible candidates; equal ones by the configured order.</summary>
    RoutingDecision Choose(RoutingCall call);
}
