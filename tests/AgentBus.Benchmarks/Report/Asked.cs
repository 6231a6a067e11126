namespace AgentBus.Benchmarks;

/// <summary>What is asked of the figures.</summary>
internal static class Asked
{
    public static IReadOnlyList<Ask> Of(Report report) => [.. Steps(report)];

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
}
