namespace AgentBus.Models.Routing.Policies;

/// <summary>The highest predicted quality; of equal ones the cheaper.</summary>
internal sealed class BestPolicy : IRoutingPolicy
{
    public string Name => "best";

    public RoutingDecision Choose(RoutingRequest request)
    {
        Candidate[] ranking = [.. request.Eligible.OrderByDescending(c => c.Expected.Quality.Mean).ThenBy(c => c.Expected.CostUsd)];
        return new RoutingDecision(ranking, $"best of {ranking.Length}: quality {ranking[0].Expected.Quality.Mean:0.00} expected");
    }
}
