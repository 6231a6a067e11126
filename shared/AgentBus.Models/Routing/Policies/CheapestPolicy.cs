using System.Globalization;

namespace AgentBus.Models.Routing.Policies;

/// <summary>The model with the lowest likely cost of this call; of equal ones the better.</summary>
internal sealed class CheapestPolicy : IRoutingPolicy
{
    public string Name => "cheapest";

    public RoutingDecision Choose(RoutingRequest request)
    {
        Candidate[] ranking = [.. request.Eligible.OrderBy(c => c.Expected.CostUsd).ThenByDescending(c => c.Expected.Quality.Usual)];
        return new RoutingDecision(ranking, string.Create(CultureInfo.InvariantCulture, $"cheapest that can take the call, about ${ranking[0].Expected.CostUsd:0.######}"));
    }
}
