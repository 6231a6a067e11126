namespace AgentBus.Benchmarks;

/// <summary>A rate beside its floor. Medians of the rounds.</summary>
/// <param name="What">What was done.</param>
/// <param name="PerSecond">How often a second.</param>
/// <param name="Floor">The least it could cost: the bare operation in the same run; null = none measured.</param>
internal sealed record Measured(string What, double PerSecond, double? Floor)
{
    public double? Ratio => Floor is { } floor ? Math.Round(PerSecond / floor, 3) : null;

    public static double Median(IEnumerable<double> rounds) => rounds.Order().ToArray() is var sorted ? sorted[sorted.Length / 2] : 0;
}
