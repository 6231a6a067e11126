namespace AgentBus.Benchmarks;

/// <summary>Fan-out and fan-in: 1 step, then many at once, then 1 over all their outputs, one run at a time.</summary>
internal sealed class FanOutBenchmark(House house, BenchOptions options)
{
    private const int Few = 100;
    private const int Many = 10_000;

    // Short beside a run, and too seldom to be seen in the processor time of its items.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    public async Task<FanOutFigures> RunAsync()
    {
        await ItemsAsync(Workflows.Each, Few, runs: 2);
        var few = await ItemsAsync(Workflows.Each, Few, options.Scaled(20));
        var many = await ItemsAsync(Workflows.Each, options.Scaled(Many), runs: 1);
        var fork = await ItemsAsync(Workflows.Fork, Workflows.BranchesOfFork, options.Scaled(20));
        return new FanOutFigures(few.Figures, many.Figures, fork.Figures, await PagesAsync(few.Run, many));
    }

    private async Task<IReadOnlyList<PageFigures>> PagesAsync(Guid few, (ManyFigures Figures, Guid Run) many)
    {
        var (gateway, key) = await house.StartGatewayAsync();
        await using var _ = gateway;
        using var pages = new Pages(gateway, key);
        var ids = await new StartedRuns(house.Store).IdsAsync([few, many.Run]);
        var large = Pages.OfRun(ids[many.Run], many.Figures.Items);
        return Pages.Beside(large, await pages.TimeAsync(Pages.OfRun(ids[few], Few)), await pages.TimeAsync(large));
    }

    private async Task<(ManyFigures Figures, Guid Run)> ItemsAsync(string workflow, int items, int runs)
    {
        var store = await DatabaseMeter.ReadAsync(house.Store);
        var orchestrator = house.Processes.First(process => process.Name == "orchestrator");
        orchestrator.ForgetPeak();
        var cpu = new CostMeter(house.Processes);
        var driven = await ClosedLoop.RunAsync(house.Door(workflow, $",\"count\":{items}"), runs, inFlight: 1, Look);
        var cost = cpu.Stop(runs * items);
        var spent = await DatabaseMeter.ReadAsync(house.Store) - store;
        var figures = new ManyFigures(items, runs, Math.Round(driven.Seconds * 1000 / runs, 1), Math.Round(driven.Seconds * 1000 / runs / items, 3), cost, spent.WalBytes / runs / items,
            orchestrator.PeakMegabytes());
        Progress.Say($"{workflow}: {runs} x {items:N0} items, {figures.MillisecondsPerItem:N2} ms and {cost.Total:N0} µs of processor time for each, {figures.OrchestratorPeakMegabytes:N0} MB");
        return (figures, driven.Runs[^1]);
    }
}

/// <summary>Part <c>fanout</c>.</summary>
/// <param name="Few">A <c>for</c> over 100 items, all at once.</param>
/// <param name="Many">A <c>for</c> over 10,000 items, 100 at a time.</param>
/// <param name="Fork">A fork of 100 branches.</param>
/// <param name="Pages">Of a run with few items and of the one with many.</param>
internal sealed record FanOutFigures(ManyFigures Few, ManyFigures Many, ManyFigures Fork, IReadOnlyList<PageFigures> Pages)
{
    /// <summary>Time for an item of many over that of one of few.</summary>
    public double TimeRatio => Math.Round(Many.MillisecondsPerItem / Few.MillisecondsPerItem, 2);

    /// <summary>The same for the most memory the orchestrator had at a time.</summary>
    public double MemoryRatio => Math.Round(Many.OrchestratorPeakMegabytes / Few.OrchestratorPeakMegabytes, 2);

    /// <summary>The same for processor time.</summary>
    public double CpuRatio => Math.Round(Many.CpuPerItem.Total / Few.CpuPerItem.Total, 2);
}

/// <summary>Runs with many items, one run at a time.</summary>
internal sealed record ManyFigures(
    int Items, int Runs, double MillisecondsPerRun, double MillisecondsPerItem, CpuCost CpuPerItem, long WalBytesPerItem, double OrchestratorPeakMegabytes);
