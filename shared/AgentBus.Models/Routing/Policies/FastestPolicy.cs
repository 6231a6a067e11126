using System.Globalization;

namespace AgentBus.Models.Routing.Policies;

/// <summary>The lowest 95th percentile of the latency under the current load; a model not measured yet counts as faster than any, so that it gets measured.</summary>
internal sealed class FastestPolicy : IRoutingPolicy
{
    public string Name => "fastest";

    public RoutingDecision Choose(RoutingRequest request)
    {
        Candidate[] ranking = [.. request.Eligible.OrderBy(c => c.Expected.Latency ?? TimeSpan.Zero).ThenBy(c => c.Expected.CostUsd)];
        return new RoutingDecision(ranking, ranking[0].Expected.Latency is { } latency
            ? string.Create(CultureInfo.InvariantCulture, $"fastest that can take the call, {latency.TotalSeconds:0.0##} s in 95 of 100 calls")
            : "not measured yet, so taken to be the fastest");
    }
}
