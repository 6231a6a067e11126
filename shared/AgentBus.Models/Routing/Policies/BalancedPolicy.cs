namespace AgentBus.Models.Routing.Policies;

/// <summary>The highest utility: what the answer is expected to be worth, less its cost, its latency and the load it meets, weighed by the objective.</summary>
internal sealed class BalancedPolicy : IRoutingPolicy
{
    public string Name => "balanced";

    public RoutingDecision Choose(RoutingRequest request)
    {
        var utility = Utility.Of(request);
        (Candidate Candidate, double Worth)[] ranking = [.. request.Eligible.Select(c => (c, utility.Worth(c))).OrderByDescending(x => x.Item2)];
        var (chosen, worth) = ranking[0];
        return new RoutingDecision(
            [.. ranking.Select(r => r.Candidate)],
            $"highest utility of {ranking.Length} for {request.Objective.ToString().ToLowerInvariant()}: {worth:0.000}, quality {chosen.Expected.Quality.Mean:0.00}, about {chosen.Expected.CostUsd:0.######} USD");
    }
}
