using System.Globalization;

namespace AgentBus.Models.Routing.Policies;

/// <summary>The model with the lowest likely cost of this call.</summary>
internal sealed class CheapestPolicy : IRoutingPolicy
{
    public string Name => RoutingPolicies.Cheapest;

    public RoutingDecision Choose(RoutingCall call)
    {
        var chosen = call.Eligible.MinBy(c => c.Forecast.CostUsd)!;
        return new RoutingDecision(chosen.Model, string.Create(CultureInfo.InvariantCulture, $"cheapest that can take the call, about ${chosen.Forecast.CostUsd:0.######}"));
    }
}
