namespace AgentBus.Models.Routing.Policies;

/// <summary>The first model in the configured order that can take the call: the default, then the others.</summary>
internal sealed class FixedPolicy : IRoutingPolicy
{
    public string Name => "fixed";

    public RoutingDecision Choose(RoutingRequest request)
    {
        var passed = request.Candidates.TakeWhile(c => !c.IsEligible).Select(c => $"{c.Model.Name}: {c.Obstacle!.Message}").ToList();
        const string reason = "first in the configured order that can take the call";
        return new RoutingDecision([.. request.Eligible], passed.Count == 0 ? reason : $"{reason} ({string.Join("; ", passed)})");
    }
}
