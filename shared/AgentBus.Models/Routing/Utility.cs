namespace AgentBus.Models.Routing;

/// <summary>
/// Weighs quality against cost, latency and load. Cost and latency count relative to the dearest and the slowest candidate, so that no scale has to be set: a weight says
/// how much expected quality the caller gives up for the whole way from the dearest to a free answer.
/// </summary>
internal sealed class Utility
{
    /// <summary>Weights of cost, latency and load by objective; quality has 1.</summary>
    private static readonly Dictionary<Objective, (double Cost, double Latency, double Load)> Weights = new()
    {
        [Objective.Quality] = (0.01, 0.01, 0.05),
        [Objective.Balanced] = (0.15, 0.05, 0.10),
        [Objective.Cost] = (0.60, 0.02, 0.10),
        [Objective.Latency] = (0.05, 0.60, 0.20),
    };

    private readonly (double Cost, double Latency, double Load) _weights;
    private readonly double _dearest;
    private readonly double _slowest;

    private Utility((double Cost, double Latency, double Load) weights, double dearest, double slowest) => (_weights, _dearest, _slowest) = (weights, dearest, slowest);

    public static Utility Of(RoutingRequest request)
    {
        var (dearest, slowest) = (0d, 0d);
        foreach (var candidate in request.Eligible)
        {
            dearest = Math.Max(dearest, (double)candidate.Expected.CostUsd);
            slowest = Math.Max(slowest, Seconds(candidate));
        }

        return new Utility(Weights[request.Objective], dearest, slowest);
    }

    public double Worth(Candidate candidate) =>
        candidate.Expected.Quality.Mean
        - (_weights.Cost * Share((double)candidate.Expected.CostUsd, _dearest))
        - (_weights.Latency * Share(Seconds(candidate), _slowest))
        - (_weights.Load * Math.Min(1, candidate.Expected.Load));

    private static double Seconds(Candidate candidate) => candidate.Expected.Latency?.TotalSeconds ?? 0;

    private static double Share(double part, double whole) => whole > 0 ? part / whole : 0;
}
