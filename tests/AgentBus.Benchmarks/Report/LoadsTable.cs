namespace AgentBus.Benchmarks;

/// <summary>Prints the parts beside <c>steps</c> that need services.</summary>
internal static class LoadsTable
{
    public static void Print(Report report, TextWriter to)
    {
        if (report.Starts is { } starts)
        {
            to.WriteLine();
            to.WriteLine($"starts by HTTP, 64 callers: {starts.StartsPerSecond:N0}/s, p50/p95/p99 {StepsTable.Text(starts.StartMilliseconds)} ms, {starts.CpuPerStart.Total:N0} µs each; first dispatch {StepsTable.Text(starts.FirstDispatchMilliseconds)} ms");
        }

        if (report.FanOut is { } fanOut)
        {
            to.WriteLine();
            foreach (var (name, many) in new[] { ("for", fanOut.Few), ("for", fanOut.Many), ("fork", fanOut.Fork) })
            {
                to.WriteLine($"1 -> {many.Items:N0} -> 1 ({name}): {many.MillisecondsPerRun:N0} ms a run; an item {many.MillisecondsPerItem:N2} ms, {many.CpuPerItem.Total:N0} µs of processor time, {many.WalBytesPerItem:N0} bytes of WAL; the orchestrator {many.OrchestratorPeakMegabytes:N0} MB at most");
            }

            to.WriteLine($"ms of a page, {fanOut.Few.Items:N0} items / {fanOut.Many.Items:N0}: {string.Join(", ", fanOut.Pages)}");
        }

        foreach (var burst in report.Contention is { } contention ? new[] { contention.One, contention.Two } : [])
        {
            to.WriteLine($"{burst.Results:N0} results at once to one run, {burst.Orchestrators} orchestrator(s): {burst.Seconds:N2} s, {burst.Commits:N0} commits, {burst.Lost:N0} lost, {burst.CpuPerResult.Total:N0} µs for a result");
        }

        if (report.Finished is { } finished)
        {
            to.WriteLine();
            to.WriteLine($"{finished.Runs:N0} finished runs ({finished.Megabytes:N0} MB, filled in {finished.FillSeconds:N0} s), 64 in flight: {finished.With.StepsPerSecond:N0} steps/s beside {finished.Without.StepsPerSecond:N0}, {finished.With.CpuPerStep:N0} µs a step beside {finished.Without.CpuPerStep:N0}, {finished.With.WalBytesPerStep:N0} bytes of WAL beside {finished.Without.WalBytesPerStep:N0}");
            to.WriteLine($"ms of a page without / with them: {string.Join(", ", finished.Pages)}");
        }

        if (report.Embedded is { } embedded)
        {
            to.WriteLine();
            to.WriteLine($"embedded: ready in {embedded.ReadyMilliseconds:N0} ms, {embedded.MegabytesWarm:N0} MB warm and {embedded.MegabytesAtEnd:N0} at the end, {embedded.CpuPerStep.Total:N0} µs a step, an item of {embedded.FanOutItems:N0} {embedded.FanOutMillisecondsPerItem:N2} ms");
            foreach (var level in embedded.Levels)
            {
                to.WriteLine($"  {level.InFlight,4} in flight: {level.StepsPerSecond,7:N0} steps/s, run p50/p95/p99 {StepsTable.Text(level.RunMilliseconds)} ms, first dispatch {StepsTable.Text(level.FirstDispatchMilliseconds)} ms");
            }
        }
    }
}
