namespace AgentBus.Benchmarks;

/// <summary>Prints part <c>steps</c>.</summary>
internal static class StepsTable
{
    /// <summary>The embedded mode has a column of its own beside the distributed one.</summary>
    public static void Print(StepFigures steps, EmbeddedFigures? embedded, TextWriter to)
    {
        to.WriteLine();
        to.WriteLine($"{"5-step runs in flight",-24} {"steps/s",9} {"runs/s",8}   {"run p50/p95/p99 ms",-26} {"step p50/p95/p99 ms",-26} {"first dispatch p50/p95/p99 ms",-30} {(embedded is null ? "" : "embedded: steps/s, run p50/p95/p99 ms")}");
        foreach (var level in steps.Levels)
        {
            if (level.Floor is { } floor)
            {
                to.WriteLine($"{$"floor, {level.InFlight}",-24} {floor.StepsPerSecond,9:N0} {floor.RunsPerSecond,8:N0}   {Text(floor.RunMilliseconds),-26}");
            }

            to.WriteLine($"{level.InFlight,-24} {level.StepsPerSecond,9:N0} {level.RunsPerSecond,8:N0}   {Text(level.RunMilliseconds),-26} {Text(level.StepMilliseconds),-26} {Text(level.FirstDispatchMilliseconds),-30} {Text(embedded?.Levels.FirstOrDefault(beside => beside.InFlight == level.InFlight))}");
        }

        to.WriteLine();
        to.WriteLine($"{"64 in flight, a step",-24} {"ours",9} {"floor",9}");
        foreach (var (name, microseconds) in steps.CpuPerStep.Microseconds)
        {
            to.WriteLine($"{$"µs of {name}",-24} {microseconds,9:N0} {(steps.FloorCpuPerStep.Microseconds.TryGetValue(name, out var least) ? $"{least,9:N0}" : "")}");
        }

        to.WriteLine($"{"µs without driver",-24} {steps.CpuPerStep.Total,9:N0} {steps.FloorCpuPerStep.Total,9:N0} (ratio {steps.CpuRatio:N2})");
        to.WriteLine($"transactions {steps.PerStep.Transactions:N2}, statements {steps.PerStep.Statements:N2}, WAL bytes {steps.PerStep.WalBytes:N0}, stored bytes {steps.PerStep.StoredBytes:N0}, messages published {steps.PerStep.Published:N2}, delivered {steps.PerStep.Delivered:N2}");
        to.WriteLine($"ms until ready: orchestrator {steps.Start.Orchestrator:N0}, agent {steps.Start.Agent:N0}");
        to.WriteLine("MB ready / after the first round / after the last: " + string.Join(", ", steps.Memory.Ready.Select(process =>
            $"{process.Key} {process.Value:N0} / {steps.Memory.AfterFirstRound[process.Key]:N0} / {steps.Memory.AfterLastRound[process.Key]:N0}")));
    }

    private static string Text(LevelFigures? level) => level is null ? "" : $"{level.StepsPerSecond:N0}, {Text(level.RunMilliseconds)}";

    internal static string Text(Percentiles? p) => p is null ? "" : $"{p.P50:N1} / {p.P95:N1} / {p.P99:N1}";
}
