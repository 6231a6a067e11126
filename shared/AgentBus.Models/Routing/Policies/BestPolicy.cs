using System.Globalization;

namespace AgentBus.Models.Routing.Policies;

/// <summary>The model usually best at this step type, whatever it costs.</summary>
internal sealed class BestPolicy : IRoutingPolicy
{
    public string Name => RoutingPolicies.Best;

    public RoutingDecision Choose(RoutingCall call)
    {
        var chosen = call.Eligible.MaxBy(c => c.Forecast.UsualQuality)!;
        return new RoutingDecision(chosen.Model, string.Create(CultureInfo.InvariantCulture, $"best at this step type, {chosen.Forecast.UsualQuality * 100:0} of 100 answers good"));
    }
}
