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
