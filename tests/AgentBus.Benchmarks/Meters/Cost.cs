using System.Diagnostics;

namespace AgentBus.Benchmarks;

/// <summary>Measures the processor time that groups of processes use during some work.</summary>
internal sealed class CostMeter(IReadOnlyList<ProcessGroup> groups)
{
    private readonly Dictionary<string, double> _before = groups.ToDictionary(group => group.Name, group => group.CpuSeconds());
    private readonly long _began = Stopwatch.GetTimestamp();

    /// <summary>Since this meter was made.</summary>
    public CpuCost Stop(int items) => new(
        groups.ToDictionary(group => group.Name, group => Math.Round((group.CpuSeconds() - _before[group.Name]) * 1e6 / items, 1)),
        Math.Round(Stopwatch.GetElapsedTime(_began).TotalSeconds, 3));
}

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
