namespace AgentBus.Models.Routing.Quality;

/// <summary>The standard normal distribution.</summary>
internal static class Normal
{
    /// <summary>Probability of a value below this one, to within 0.00014 (Bowling, Khasawneh, Kaewkuekool and Cho 2009).</summary>
    public static double Below(double value) => Logistic.Of((1.5976 * value) + (0.070565992 * value * value * value));
}
