using System.Text.Json;
using AgentBus.Conformance.Outside;
using AgentBus.Conformance.Reporting;
using AgentBus.Jq;
using AgentBus.Testing;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution;

namespace AgentBus.Conformance.Workflows;

/// <summary>The standard's own examples: those of the supported profile run, the others are refused with their feature named.</summary>
internal static class ExampleSuite
{
    public static SuiteResult Run(StandInServers servers)
    {
        var expected = Examples.All.ToLookup(example => example.File);
        var files = Directory.EnumerateFiles(TestData.Folder("serverless-workflow/examples"), "*.yaml").Order(StringComparer.Ordinal).ToList();
        var failed = files.Select(file => (Name: Path.GetFileNameWithoutExtension(file), Text: File.ReadAllText(file)))
            .Select(file => (file.Name, Why: Check(expected[file.Name], file.Text, servers)))
            .Where(result => result.Why is not null).Select(result => $"{result.Name}: {result.Why}").ToList();
        return new SuiteResult(files.Count - failed.Count, files.Count, failed);
    }

    private static string? Check(IEnumerable<Example> expected, string text, StandInServers servers) =>
        expected.Any() ? expected.Select(example => Outcome.Of(() => Check(example, text, servers))).FirstOrDefault(why => why is not null) : "nothing is known of it";

    private static void Check(Example example, string text, StandInServers servers)
    {
        if (example.Refused is { } feature)
        {
            var problems = DefinitionReader.Read(text).Problems;
            Outcome.Holds(problems.Any(problem => problem.Message.Contains($"'{feature}", StringComparison.Ordinal)), $"it is not refused for '{feature}': {string.Join(" ", problems)}");
            return;
        }

        var run = new World(servers).Host(text).Start(JsonElement.Parse(example.Input));
        foreach (var happened in example.Events)
        {
            run.Publish(JsonElement.Parse(happened));
        }

        // One that goes on waiting is left where it is: else its time would run out.
        if (example.Ends != RunStatus.Waiting)
        {
            run.Continue();
        }

        Outcome.Holds(run.Status == example.Ends, $"it is {run.Status}, not {example.Ends}: {run.Error}");
        var outcome = Describe(run, servers);
        Outcome.Holds(IsTrue(example.Then, outcome), $"{example.Then} does not hold of {outcome.GetRawText()}");
    }

    private static JsonElement Describe(TestRun run, StandInServers servers) => JsonSerializer.SerializeToElement(new Dictionary<string, object?>
    {
        ["output"] = run.Output,
        ["error"] = run.Error,
        ["published"] = run.Published,
        ["requests"] = servers.Requests,
        ["seconds"] = (run.Now - run.State.StartedAt).TotalSeconds,
    });

    private static bool IsTrue(string condition, JsonElement outcome) =>
        JqFilter.TryCompile(condition, out var filter, out var error)
            ? filter.Evaluate(outcome) is { Error: null, Values: [{ ValueKind: JsonValueKind.True }] }
            : throw new FormatException($"{condition}: {error.Message}");
}
