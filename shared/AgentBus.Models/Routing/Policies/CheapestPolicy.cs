namespace AgentBus.Models.Routing.Policies;

/// <summary>The lowest likely cost; of equal ones the better.</summary>
internal sealed class CheapestPolicy : IRoutingPolicy
{
    public string Name => "cheapest";

    public RoutingDecision Choose(RoutingRequest request)
    {
        Candidate[] ranking = [.. request.Eligible.OrderBy(c => c.Expected.CostUsd).ThenByDescending(c => c.Expected.Quality.Mean)];
        return new RoutingDecision(ranking, $"cheapest of {ranking.Length}: about {ranking[0].Expected.CostUsd:0.######} USD");
    }
}
