namespace AgentBus.Models.Routing.Evaluation;

/// <summary>Quality at a mean cost when each call goes to the model with the highest predicted quality less a price times its cost.</summary>
/// <param name="predicted">Predicted quality of each call on each model.</param>
/// <param name="quality">What it was.</param>
/// <param name="costs">Cost of each model.</param>
internal sealed class CostCurve(IReadOnlyList<double[]> predicted, IReadOnlyList<IReadOnlyList<double>> quality, double[] costs)
{
    private const int Halvings = 50;

    /// <summary>Mean quality under a mean cost: the lowest price that keeps to it, and the rest of the money by chance between the choices on its two sides.</summary>
    public double QualityAt(double meanCost)
    {
        var (low, high) = (0.0, 4 / Math.Max(1e-12, costs.Order().Distinct().Take(2).Aggregate(0.0, (a, b) => Math.Abs(b - a))));
        if (At(low).Cost <= meanCost)
        {
            return At(low).Quality;
        }

        for (var i = 0; i < Halvings; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = At(middle).Cost > meanCost ? (middle, high) : (low, middle);
        }

        var (over, under) = (At(low), At(high));
        var part = over.Cost > under.Cost ? Math.Clamp((meanCost - under.Cost) / (over.Cost - under.Cost), 0, 1) : 0;
        return under.Quality + (part * (over.Quality - under.Quality));
    }

    private (double Quality, double Cost) At(double price)
    {
        var (sum, cost) = (0.0, 0.0);
        for (var call = 0; call < predicted.Count; call++)
        {
            var best = 0;
            for (var model = 1; model < costs.Length; model++)
            {
                best = predicted[call][model] - (price * costs[model]) > predicted[call][best] - (price * costs[best]) ? model : best;
            }

            (sum, cost) = (sum + quality[call][best], cost + costs[best]);
        }

        return (sum / predicted.Count, cost / predicted.Count);
    }
}
