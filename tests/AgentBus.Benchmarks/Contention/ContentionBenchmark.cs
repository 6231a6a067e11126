using Npgsql;

namespace AgentBus.Benchmarks;

/// <summary>
/// The results of many parallel steps of one run at the same moment, with two orchestrators that both want to write the run's row: the agent holds its answers back until all
/// attempts are there.
/// </summary>
internal sealed class ContentionBenchmark(House house, BenchOptions options)
{
    private const int Results = 1_000;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    // The statement that moves runs on tells by its rows who won. One run alone is in flight, so each execution is one try.
    private const string Tries = """
        select /* bench */ coalesce(sum(calls), 0)::bigint, coalesce(sum(rows), 0)::bigint from pg_stat_statements
        where dbid = (select oid from pg_database where datname = current_database()) and query ilike '%update runs %' and query like '%commit_id%'
        """;

    public async Task<ContentionFigures> RunAsync()
    {
        await house.StartAgentAsync(concurrency: Results);
        var alone = await BurstAsync();
        await house.AddOrchestratorAsync();
        var two = await BurstAsync();
        await house.RemoveOrchestratorAsync();
        await house.StartAgentAsync(concurrency: null);
        return new ContentionFigures(alone, two);
    }

    private async Task<BurstFigures> BurstAsync()
    {
        // The first makes the code warm in each process.
        var results = options.Scaled(Results);
        await ClosedLoop.RunAsync(house.Door(Workflows.Burst, $",\"count\":{results}"), runs: 1, inFlight: 1, Look);
        var before = await TriesAsync();
        var cpu = new CostMeter(house.Processes);
        var driven = await ClosedLoop.RunAsync(house.Door(Workflows.Burst, $",\"count\":{results}"), runs: 1, inFlight: 1, Look);
        var cost = cpu.Stop(results);
        var after = await TriesAsync();
        var (tries, won) = (after.Tries - before.Tries, after.Won - before.Won);
        Progress.Say($"{house.Orchestrators.Count} orchestrators, {results:N0} results at once: {driven.Seconds:N1} s, {won:N0} commits, {tries - won:N0} lost");
        return new BurstFigures(house.Orchestrators.Count, results, Math.Round(driven.Seconds, 3), won, tries - won, cost);
    }

    private async Task<(long Tries, long Won)> TriesAsync()
    {
        await using var command = house.Store.CreateCommand(Tries);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetInt64(0), reader.GetInt64(1));
    }
}

/// <summary>Part <c>contention</c>: with one orchestrator and with two.</summary>
internal sealed record ContentionFigures(BurstFigures One, BurstFigures Two);

/// <summary>One run with so many results at once.</summary>
/// <param name="Orchestrators">Processes that handle them.</param>
/// <param name="Results">Parallel steps.</param>
/// <param name="Seconds">Of the whole run: dispatches, results, the last step.</param>
/// <param name="Commits">Decisions written.</param>
/// <param name="Lost">Decisions that another one was faster than, and that were made again.</param>
/// <param name="CpuPerResult">Processor time.</param>
internal sealed record BurstFigures(int Orchestrators, int Results, double Seconds, long Commits, long Lost, CpuCost CpuPerResult)
{
    public double LostPerResult => Math.Round((double)Lost / Results, 3);
}
