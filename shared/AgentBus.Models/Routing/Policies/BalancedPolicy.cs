namespace AgentBus.Models.Routing.Policies;

/// <summary>The model with the highest utility by what it usually does at this step type; looks at no prompt.</summary>
internal sealed class BalancedPolicy : IRoutingPolicy
{
    public string Name => "balanced";

    public RoutingDecision Choose(RoutingRequest request)
    {
        Candidate[] ranking = [.. request.Eligible.OrderByDescending(c => request.Utility.Usual(c.Expected))];
        return new RoutingDecision(ranking, $"most worth at this step type: {InWords.Usual(ranking[0])}");
    }
}
