using System.Diagnostics;

namespace AgentBus.Benchmarks;

/// <summary>Whether anything slows down with a million finished runs in the store: a house with them takes turns with one without.</summary>
internal sealed class FinishedBenchmark(House empty, BenchOptions options)
{
    private const int Finished = 1_000_000;
    private const int InFlight = 64;
    private const int Turns = 3;

    // Short, so that filling the index of words does not take longer than everything else.
    private const int TextOfFinished = 100;

    public async Task<FinishedFigures> RunAsync()
    {
        await using var full = await House.StartAsync(empty.Servers);
        var template = await ClosedLoop.RunAsync(full.Door(Workflows.One, length: TextOfFinished), runs: 1, inFlight: 1);
        var began = Stopwatch.GetTimestamp();
        var ids = await new StartedRuns(full.Store).IdsAsync(template.Runs);
        await FinishedRuns.FillAsync(full.Database, ids[template.Runs[0]], options.Scaled(Finished));
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var stored = (await DatabaseMeter.ReadAsync(full.Store)).StoredBytes;
        Progress.Say($"{options.Scaled(Finished):N0} finished runs, {stored / 1e6:N0} MB, in {seconds:N0} s");
        await Task.WhenAll(RoundAsync(full), RoundAsync(empty));

        var (with, without) = (new List<SlowRound>(), new List<SlowRound>());
        for (var turn = 0; turn < Turns; turn++)
        {
            without.Add(await RoundAsync(empty));
            with.Add(await RoundAsync(full));
            Progress.Say($"turn {turn + 1}: {without[^1].StepsPerSecond:N0} steps/s without, {with[^1].StepsPerSecond:N0} with; " +
                $"processor time of a step {without[^1].CpuPerStep:N0} and {with[^1].CpuPerStep:N0} µs");
        }

        var pages = Pages.Beside(Pages.OfRuns, await PagesAsync(empty), await PagesAsync(full));
        return new FinishedFigures(options.Scaled(Finished), Math.Round(stored / 1e6), Math.Round(seconds, 1), SlowRound.Median(without), SlowRound.Median(with), pages);
    }

    private static async Task<IReadOnlyList<double>> PagesAsync(House house)
    {
        var (gateway, key) = await house.StartGatewayAsync();
        await using var _ = gateway;
        using var pages = new Pages(gateway, key);
        return await pages.TimeAsync(Pages.OfRuns);
    }

    private async Task<SlowRound> RoundAsync(House house)
    {
        var runs = options.Scaled(1_000);
        var wal = await DatabaseMeter.ReadAsync(house.Store);
        var cpu = new CostMeter(house.Processes);
        var driven = await ClosedLoop.RunAsync(house.Door(Workflows.Five), runs, InFlight);
        var steps = runs * Workflows.StepsOfFive;
        var cost = cpu.Stop(steps);
        return new SlowRound(Math.Round(steps / driven.Seconds, 1), cost.Total, (await DatabaseMeter.ReadAsync(house.Store) - wal).WalBytes / steps);
    }
}

/// <summary>Part <c>finished</c>.</summary>
/// <param name="Runs">Finished runs in the store.</param>
/// <param name="Megabytes">What they take.</param>
/// <param name="FillSeconds">What filling took.</param>
/// <param name="Without">64 in flight in a store without them.</param>
/// <param name="With">The same with them.</param>
/// <param name="Pages">Lists of runs, without and with them.</param>
internal sealed record FinishedFigures(int Runs, double Megabytes, double FillSeconds, SlowRound Without, SlowRound With, IReadOnlyList<PageFigures> Pages)
{
    /// <summary>Steps a second lost, in percent.</summary>
    public double SlowdownPercent => Math.Round((1 - (With.StepsPerSecond / Without.StepsPerSecond)) * 100, 1);

    /// <summary>Processor time won by a step, in percent.</summary>
    public double CpuSlowdownPercent => Math.Round(((With.CpuPerStep / Without.CpuPerStep) - 1) * 100, 1);
}

/// <summary>64 runs of five steps in flight.</summary>
internal sealed record SlowRound(double StepsPerSecond, double CpuPerStep, long WalBytesPerStep)
{
    public static SlowRound Median(IReadOnlyList<SlowRound> rounds) => new(
        Measured.Median(rounds.Select(round => round.StepsPerSecond)), Measured.Median(rounds.Select(round => round.CpuPerStep)),
        (long)Measured.Median(rounds.Select(round => (double)round.WalBytesPerStep)));
}
