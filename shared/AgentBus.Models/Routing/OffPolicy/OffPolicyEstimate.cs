namespace AgentBus.Models.Routing.OffPolicy;

/// <summary>What another policy would have earned on logged calls (Dudik, Langford and Li, "Doubly robust policy evaluation and learning", 2011).</summary>
/// <param name="Calls">Logged calls.</param>
/// <param name="EffectiveCalls">As how many calls of the other policy they count: (sum of weights) squared over the sum of squared weights.</param>
/// <param name="MeanWeight">Mean of the importance weights; 1 where the logged propensities are right and cover what the other policy does.</param>
/// <param name="Logged">What the logged policy earned.</param>
/// <param name="Ips">Inverse propensity scoring: unbiased, wide.</param>
/// <param name="Snips">The same divided by the sum of the weights.</param>
/// <param name="DoublyRobust">Predicted rewards, corrected by what was seen: right when the propensities or the predictions are.</param>
/// <param name="Gain">The other policy minus the logged one, paired call by call (doubly robust).</param>
public sealed record OffPolicyEstimate(
    int Calls, double EffectiveCalls, Interval MeanWeight, Interval Logged, Interval Ips, Interval Snips, Interval DoublyRobust, Interval Gain)
{
    /// <summary>Estimates from logs; there must be one at least.</summary>
    public static OffPolicyEstimate Of(IReadOnlyList<LoggedChoice> logs)
    {
        var weights = logs.Select(log => log.Weight).ToArray();
        var rewards = logs.Select(log => log.Reward).ToArray();
        var robust = logs.Select(Robust).ToArray();
        var (sum, squares) = (weights.Sum(), weights.Sum(weight => weight * weight));
        return new OffPolicyEstimate(
            logs.Count, squares > 0 ? sum * sum / squares : 0, Interval.OfMean(weights), Interval.OfMean(rewards),
            Interval.OfMean([.. weights.Zip(rewards, (weight, reward) => weight * reward)]), SelfNormalised(weights, rewards, sum),
            Interval.OfMean(robust), Interval.OfMean([.. robust.Zip(rewards, (other, logged) => other - logged)]));
    }

    private static double Robust(LoggedChoice log) =>
        log.Target.Zip(log.Predicted, (share, reward) => share * reward).Sum() + (log.Weight * (log.Reward - log.Predicted[log.Chosen]));

    private static Interval SelfNormalised(double[] weights, double[] rewards, double sum)
    {
        if (sum <= 0)
        {
            return new Interval(double.NaN, double.NegativeInfinity, double.PositiveInfinity);
        }

        var value = weights.Zip(rewards, (weight, reward) => weight * reward).Sum() / sum;
        var spread = weights.Zip(rewards, (weight, reward) => weight * weight * (reward - value) * (reward - value)).Sum();
        return Interval.Around(value, Math.Sqrt(spread) / sum);
    }
}
