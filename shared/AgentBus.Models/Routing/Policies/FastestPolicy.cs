namespace AgentBus.Models.Routing.Policies;

/// <summary>The lowest 95th percentile of the latency under the current load; a model not measured yet counts as fast as the fastest, so that it gets measured.</summary>
internal sealed class FastestPolicy : IRoutingPolicy
{
    public string Name => "fastest";

    public RoutingDecision Choose(RoutingRequest request)
    {
        Candidate[] ranking = [.. request.Eligible.OrderBy(c => c.Expected.Latency ?? TimeSpan.Zero).ThenBy(c => c.Expected.CostUsd)];
        return new RoutingDecision(ranking, ranking[0].Expected.Latency is { } latency
            ? $"fastest of {ranking.Length}: 95 % within {latency.TotalMilliseconds:0} ms"
            : $"not measured yet, so taken to be the fastest of {ranking.Length}");
    }
}
