using System.Globalization;

namespace AgentBus.Models.Routing.Policies;

/// <summary>The model with the shortest 95th percentile of time under the load of now.</summary>
internal sealed class FastestPolicy : IRoutingPolicy
{
    public string Name => RoutingPolicies.Fastest;

    public RoutingDecision Choose(RoutingCall call)
    {
        var chosen = call.Eligible.MinBy(c => c.Forecast.Latency)!;
        return new RoutingDecision(chosen.Model, string.Create(CultureInfo.InvariantCulture, $"fastest that can take the call, {chosen.Forecast.Latency.TotalSeconds:0.0##} s in 95 of 100 calls"));
    }
}
