namespace AgentBus.Models.Routing;

/// <summary>Chooses the model of a call to <c>auto</c>. Pure: all it may look at is in its arguments.</summary>
internal interface IRoutingPolicy
{
    /// <summary>Its name in configuration and decisions.</summary>
    string Name { get; }

    /// <summary>Chooses among the candidates; there is always one, since <c>extractive</c> is always ready.</summary>
    RoutingDecision Choose(IReadOnlyList<Candidate> candidates);
}
