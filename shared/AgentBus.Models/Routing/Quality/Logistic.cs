namespace AgentBus.Models.Routing.Quality;

/// <summary>Between probabilities and log-odds.</summary>
internal static class Logistic
{
    private const double Least = 1e-4;

    /// <summary>The probability of log-odds.</summary>
    public static double Of(double logOdds) => 1 / (1 + Math.Exp(-logOdds));

    /// <summary>The log-odds of a probability, which is held off 0 and 1.</summary>
    public static double Odds(double probability)
    {
        var held = Math.Clamp(probability, Least, 1 - Least);
        return Math.Log(held / (1 - held));
    }
}
