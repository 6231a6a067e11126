namespace AgentBus.Benchmarks;

/// <summary>Processor time of an item, in microseconds, by process.</summary>
internal sealed record CpuCost(IReadOnlyDictionary<string, double> Microseconds, double Seconds)
{
    /// <summary>Who makes the load is no part of its cost.</summary>
    public const string Driver = "driver";

    public double Total => Math.Round(Microseconds.Where(process => process.Key != Driver).Sum(process => process.Value), 1);

    /// <summary>The median round for each process.</summary>
    public static CpuCost Median(IReadOnlyList<CpuCost> rounds) => new(
        rounds[0].Microseconds.Keys.ToDictionary(name => name, name => Measured.Median(rounds.Select(round => round.Microseconds[name]))),
        Measured.Median(rounds.Select(round => round.Seconds)));
}
