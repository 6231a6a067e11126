namespace AgentBus.Models.Routing.Policies;

/// <summary>The first model in the configured order that can take the call: the default, then the others, at last <c>extractive</c>.</summary>
internal sealed class FixedPolicy : IRoutingPolicy
{
    public string Name => RoutingPolicies.Fixed;

    public RoutingDecision Choose(RoutingCall call)
    {
        var chosen = call.Candidates.First(c => c.IsEligible);
        var passed = call.Candidates.TakeWhile(c => !c.IsEligible).Select(c => $"{c.Model.Name}: {c.Obstacle}").ToList();
        var reason = call.Candidates.Count == 1 ? "no model provider is configured" : "first in the configured order that can take the call";
        return new RoutingDecision(chosen.Model, passed.Count == 0 ? reason : $"{reason} ({string.Join("; ", passed)})");
    }
}
