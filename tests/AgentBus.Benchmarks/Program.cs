using System.Text.Json;
using AgentBus.Benchmarks;

// What to measure may be named: engine, jq, schema, commit. All by default.
string[] parts = args.Length > 0 ? args : ["engine", "jq", "schema", "commit"];
var report = new Report();
if (parts.Contains("engine"))
{
    report.Engine = EngineBenchmark.Run();
    report.Rates.Add(new Measured("engine decisions (5 agent steps, sequential)", report.Engine.DecisionsPerSecond, null));
    report.Rates.Add(new Measured("engine decisions, state stored and read in between", report.Engine.WithStatePerSecond, null));
}

if (parts.Contains("schema"))
{
    report.JsonSchema = SchemaBenchmark.Run();
    report.Rates.Add(new Measured("JSON Schema validations (1 KB document)", report.JsonSchema.ValidationsPerSecond, null));
}

if (parts.Contains("jq"))
{
    report.Jq = await JqBenchmark.RunAsync();
    report.Rates.AddRange(report.Jq.Select(figure => new Measured(figure.Filter, figure.Ours, figure.Jq16)));
}

if (parts.Contains("commit"))
{
    report.Rates.AddRange(await CommitBenchmark.RunAsync());
}

Console.WriteLine($"{"what",-82} {"per second",12} {"floor",12} {"ratio",7}");
foreach (var rate in report.Rates)
{
    Console.WriteLine($"{rate.What,-82} {rate.PerSecond,12:N0} {rate.Floor,12:N0} {rate.Ratio,7:N2}");
}

if (report.Engine is { } engine)
{
    Console.WriteLine($"bytes allocated for a decision: {engine.BytesPerDecision:N0}");
    Console.WriteLine($"microseconds for an item of 10 / 1,000 / 100,000: for {engine.ForItemMicroseconds}, in parallel {engine.ParallelForItemMicroseconds}");
}

Directory.CreateDirectory("artifacts");
await File.WriteAllTextAsync("artifacts/bench.json", JsonSerializer.Serialize(report, BenchJson.Default.Report) + "\n");
Console.WriteLine("artifacts/bench.json");
