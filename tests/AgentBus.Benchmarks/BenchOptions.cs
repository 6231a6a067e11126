namespace AgentBus.Benchmarks;

/// <summary>What to measure, and how much of it.</summary>
/// <param name="Parts">Names of parts.</param>
/// <param name="Scale">How large loads are; 1 = as the figures of the README were taken.</param>
/// <param name="Rounds">How often floor and ours take turns.</param>
/// <param name="InFlight">Levels of runs in flight of part <c>steps</c>; 64 is always measured.</param>
internal sealed record BenchOptions(IReadOnlyCollection<string> Parts, double Scale, int Rounds, IReadOnlyList<int> InFlight)
{
    public bool Has(string part) => Parts.Contains(part);

    /// <summary>A count of a full measurement, scaled.</summary>
    public int Scaled(int count) => Math.Max(1, (int)(count * Scale));
}
