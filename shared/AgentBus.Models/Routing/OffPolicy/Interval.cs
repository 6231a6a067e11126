namespace AgentBus.Models.Routing.OffPolicy;

/// <summary>An estimate with its 95 % confidence interval.</summary>
/// <param name="Value">The estimate.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public sealed record Interval(double Value, double Low, double High)
{
    /// <summary>Standard errors on each side of the normal interval.</summary>
    private const double Normal95 = 1.96;

    /// <summary>Half of its width.</summary>
    public double HalfWidth => (High - Low) / 2;

    /// <summary>Whether a value lies in it.</summary>
    public bool Contains(double value) => Low <= value && value <= High;

    internal static Interval Around(double value, double standardError) => new(value, value - (Normal95 * standardError), value + (Normal95 * standardError));

    /// <summary>The mean of values and its interval.</summary>
    internal static Interval OfMean(IReadOnlyList<double> values)
    {
        var mean = values.Average();
        var variance = values.Sum(value => (value - mean) * (value - mean)) / Math.Max(1, values.Count - 1);
        return Around(mean, Math.Sqrt(variance / values.Count));
    }
}
