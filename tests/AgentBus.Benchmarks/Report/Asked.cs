namespace AgentBus.Benchmarks;

/// <summary>What is asked of the figures.</summary>
internal static class Asked
{
    public static IReadOnlyList<Ask> Of(Report report) => [.. Steps(report), .. Loads(report)];

    private static IEnumerable<Ask> Steps(Report report)
    {
        if (report.Steps is not { } steps)
        {
            yield break;
        }

        yield return Ask.AtLeast("steps/s over the floor's, 64 in flight", report.FloorRatio ?? 0, 0.5, " (goal 0.8)");
        if (steps.Levels.FirstOrDefault(level => level.InFlight == 1)?.RunMilliseconds is { } alone)
        {
            yield return Ask.AtMost("p50 of a run of five steps, 1 in flight", alone.P50, 25, " ms");
        }

        yield return Ask.AtMost("memory of a service, last round over first", steps.Memory.Growth, 1.2);
    }

    private static IEnumerable<Ask> Loads(Report report)
    {
        if (report.FanOut is { } fanOut)
        {
            yield return Ask.AtMost($"time for an item, {fanOut.Many.Items:N0} over {fanOut.Few.Items:N0}", fanOut.TimeRatio, 1.3);
            yield return Ask.AtMost($"memory of the orchestrator at its peak, {fanOut.Many.Items:N0} items over {fanOut.Few.Items:N0}", fanOut.MemoryRatio, 1.5);
            yield return Ask.AtMost($"processor time for an item, {fanOut.Many.Items:N0} over {fanOut.Few.Items:N0}", fanOut.CpuRatio, 1.3);
        }

        if (report.Contention is { } contention)
        {
            yield return Ask.AtMost($"lost commits for a result, {contention.Two.Orchestrators} orchestrators on one run", contention.Two.LostPerResult, 1);
        }

        if (report.Finished is { } finished)
        {
            yield return Ask.AtMost($"slowdown with {finished.Runs:N0} finished runs, steps/s", finished.SlowdownPercent, 10, " %");
            yield return Ask.AtMost($"slowdown with {finished.Runs:N0} finished runs, processor time", finished.CpuSlowdownPercent, 10, " %");
        }
    }
}
