using System.Text.Json;
using AgentBus.ModelBench.Bars;
using AgentBus.ModelBench.Report;
using AgentBus.TestKit.Processes;

namespace AgentBus.ModelBench.Clients;

/// <summary>The official OpenAI client for Node.js, unchanged, against the gateway as a process: each check in three runs of its own.</summary>
internal sealed class NodeClientBar : IMeasurement
{
    private const int Runs = 3;
    private const string Key = "mgw-node-0123456789abcdef";

    public Section Section => Section.Clients;

    public string Id => "openai-node";

    public async Task<Figure> MeasureAsync(CancellationToken cancellationToken)
    {
        using var program = await NodeProgram.InstallAsync(Path.Combine("tests", "AgentBus.ModelBench", "Clients", "openai"), cancellationToken);
        await using var gateway = await ServiceProcess.StartAsync("ModelGateway", Settings, cancellationToken, "run");
        var passed = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var run = 1; run <= Runs; run++)
        {
            using var results = JsonDocument.Parse(await program.RunAsync("client.mjs", [$"{gateway.Address}v1", Key], cancellationToken));
            foreach (var check in results.RootElement.EnumerateObject())
            {
                var isGood = check.Value.ValueKind == JsonValueKind.Null;
                passed[check.Name] = passed.GetValueOrDefault(check.Name) + (isGood ? 1 : 0);
                if (!isGood)
                {
                    await Console.Error.WriteLineAsync($"{Id}, run {run}, {check.Name}: {check.Value}");
                }
            }
        }

        var version = program.Version("openai");
        return Figure.AtLeast($"checks of the client 'openai' {version} that passed in {Runs} runs", passed.Values.Sum(), passed.Count * Runs, passed.Count * Runs)
            .With([.. passed.Select(check => Figure.AtLeast($"{check.Key}, runs of {Runs}", check.Value, Runs, Runs))]);
    }

    private static Dictionary<string, string> Settings => new()
    {
        ["ModelGateway__ApiKeys__0"] = Key,
        ["Models__Providers__sim__Kind"] = "Simulated",
        ["Models__Providers__sim__Simulated__Latency"] = "00:00:00.002",
        ["Models__Models__sim__Provider"] = "sim",
        ["Models__Models__sim__InputUsdPerMillion"] = "1",
        ["Models__Models__sim__OutputUsdPerMillion"] = "4",
    };
}
