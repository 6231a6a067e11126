using System.Text.Json;
using AgentBus.Benchmarks;

// Every figure stands beside a floor measured in the same run: a ratio means something on another machine, a rate does not.
var results = new List<Measured>
{
    EngineBenchmark.Run(),
};
results.AddRange(await CommitBenchmark.RunAsync());

Console.WriteLine($"{"what",-58} {"per second",12} {"floor",12} {"ratio",7}");
foreach (var result in results)
{
    Console.WriteLine($"{result.What,-58} {result.PerSecond,12:N0} {result.Floor,12:N0} {result.Ratio,7:N2}");
}

Directory.CreateDirectory("artifacts");
await File.WriteAllTextAsync("artifacts/bench.json", JsonSerializer.Serialize(results, BenchJson.Default.ListMeasured) + "\n");
Console.WriteLine("artifacts/bench.json");
