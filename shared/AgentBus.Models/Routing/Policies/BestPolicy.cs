using System.Globalization;

namespace AgentBus.Models.Routing.Policies;

/// <summary>The model usually best at this step type, whatever it costs; of equal ones the cheaper.</summary>
internal sealed class BestPolicy : IRoutingPolicy
{
    public string Name => "best";

    public RoutingDecision Choose(RoutingRequest request)
    {
        Candidate[] ranking = [.. request.Eligible.OrderByDescending(c => c.Expected.Quality.Usual).ThenBy(c => c.Expected.CostUsd)];
        return new RoutingDecision(ranking, string.Create(CultureInfo.InvariantCulture, $"best at this step type, {ranking[0].Expected.Quality.Usual * 100:0} of 100 answers good"));
    }
}
