using System.CommandLine;
using System.Text.Json;

namespace AgentBus.Benchmarks;

/// <summary>The command line: measures the parts that are named, prints the tables and writes <c>artifacts/bench.json</c>.</summary>
internal static class BenchCommand
{
    /// <summary>In the order in which they are measured.</summary>
    public static readonly string[] Parts = ["engine", "jq", "schema", "commit", "steps", "starts", "fanout", "contention", "finished", "embedded"];

    private static readonly string[] Distributed = ["steps", "starts", "fanout", "contention", "finished"];

    public static Task<int> RunAsync(string[] args)
    {
        var parts = new Argument<string[]>("parts") { Description = $"What to measure: {string.Join(", ", Parts)}. All by default.", Arity = ArgumentArity.ZeroOrMore };
        parts.AcceptOnlyFromAmong(Parts);
        var scale = new Option<double>("--scale") { Description = "Size of the loads; 1 for figures that count, less for a quick look.", DefaultValueFactory = _ => 1 };
        var rounds = new Option<int>("--rounds") { Description = "How often the floor and the steps with 64 in flight take turns.", DefaultValueFactory = _ => 5 };
        var inFlight = new Option<int[]>("--in-flight")
        {
            Description = "Runs in flight besides 64.", DefaultValueFactory = _ => [1, 8, 64, 256], AllowMultipleArgumentsPerToken = true,
        };
        var requireValid = new Option<bool>("--require-valid") { Description = "Exit with 1 when the floor was under 1,800 steps a second." };
        Positive(scale, value => value > 0);
        Positive(rounds, value => value > 0);
        Positive(inFlight, value => value.All(level => level > 0));
        var root = new RootCommand("Measures AgentBus.") { parts, scale, rounds, inFlight, requireValid };
        root.SetAction(async (parse, _) =>
        {
            var named = parse.GetValue(parts)!;
            var options = new BenchOptions(named.Length > 0 ? named : Parts, parse.GetValue(scale), parse.GetValue(rounds), parse.GetValue(inFlight)!);
            var report = await MeasureAsync(options);
            BenchTable.Print(report, Console.Out);
            Directory.CreateDirectory("artifacts");
            await File.WriteAllTextAsync("artifacts/bench.json", JsonSerializer.Serialize(report, BenchJson.Default.Report) + "\n", CancellationToken.None);
            Console.WriteLine("artifacts/bench.json");
            return report.Valid == false && parse.GetValue(requireValid) ? 1 : 0;
        });
        return root.Parse(args).InvokeAsync();
    }

    private static void Positive<T>(Option<T> option, Func<T, bool> isPositive) => option.Validators.Add(result =>
    {
        if (result.Tokens.Count > 0 && result.GetValueOrDefault<T>() is { } value && !isPositive(value))
        {
            result.AddError($"{option.Name} takes numbers above 0.");
        }
    });

    private static async Task<Report> MeasureAsync(BenchOptions options)
    {
        var report = new Report();
        if (options.Has("engine"))
        {
            report.Engine = EngineBenchmark.Run();
            report.Rates.Add(new Measured("engine decisions (5 agent steps, sequential)", report.Engine.DecisionsPerSecond, null));
            report.Rates.Add(new Measured("engine decisions, state stored and read in between", report.Engine.WithStatePerSecond, null));
        }

        if (options.Has("schema"))
        {
            report.JsonSchema = SchemaBenchmark.Run();
            report.Rates.Add(new Measured("JSON Schema validations (1 KB document)", report.JsonSchema.ValidationsPerSecond, null));
        }

        if (options.Has("jq"))
        {
            report.Jq = await JqBenchmark.RunAsync();
            report.Rates.AddRange(report.Jq.Select(figure => new Measured(figure.Filter, figure.Ours, figure.Jq16)));
        }

        if (options.Has("commit"))
        {
            report.Rates.AddRange(await CommitBenchmark.RunAsync());
        }

        if (options.Has("embedded"))
        {
            report.Embedded = await new EmbeddedBenchmark(options).RunAsync();
        }

        if (Distributed.Any(options.Has))
        {
            await DistributedAsync(report, options);
        }

        return report;
    }

    private static async Task DistributedAsync(Report report, BenchOptions options)
    {
        await using var servers = await Servers.StartAsync();
        await using var house = await House.StartAsync(servers);
        if (options.Has("steps"))
        {
            await using var floor = await FloorHouse.StartAsync(servers);
            report.Steps = await new StepsBenchmark(floor, house, options).RunAsync();
        }

        report.Starts = options.Has("starts") ? await new StartsBenchmark(house, options).RunAsync() : null;
        report.FanOut = options.Has("fanout") ? await new FanOutBenchmark(house, options).RunAsync() : null;
        report.Contention = options.Has("contention") ? await new ContentionBenchmark(house, options).RunAsync() : null;
        report.Finished = options.Has("finished") ? await new FinishedBenchmark(house, options).RunAsync() : null;
    }
}
