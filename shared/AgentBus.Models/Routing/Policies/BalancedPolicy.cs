namespace AgentBus.Models.Routing.Policies;

/// <summary>The model with the highest utility by what it usually does at this step type; looks at no prompt.</summary>
internal sealed class BalancedPolicy : IRoutingPolicy
{
    public string Name => RoutingPolicies.Balanced;

    public RoutingDecision Choose(RoutingCall call)
    {
        var chosen = call.Eligible.MaxBy(c => call.Utility.Usual(c.Forecast))!;
        return new RoutingDecision(chosen.Model, $"most worth at this step type: {Expectation.Usual(chosen)}");
    }
}
