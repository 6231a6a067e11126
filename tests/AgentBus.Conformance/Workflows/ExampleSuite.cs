using System.Text.Json;
using AgentBus.Conformance.Reporting;
using AgentBus.Jq;
using AgentBus.Testing;
using AgentBus.Workflows.Definitions;

namespace AgentBus.Conformance.Workflows;

/// <summary>The standard's own examples: those of the supported profile run, the others are refused with their feature named.</summary>
internal static class ExampleSuite
{
    public static SuiteResult Run()
    {
        var expected = Examples.All.ToDictionary(example => example.File);
        var files = Directory.EnumerateFiles(TestData.Folder("serverless-workflow/examples"), "*.yaml").Order(StringComparer.Ordinal).ToList();
        var failed = files.Select(file => (Name: Path.GetFileNameWithoutExtension(file), Text: File.ReadAllText(file)))
            .Select(file => (file.Name, Why: expected.TryGetValue(file.Name, out var example) ? Outcome.Of(() => Check(example, file.Text)) : "nothing is known of it"))
            .Where(result => result.Why is not null).Select(result => $"{result.Name}: {result.Why}").ToList();
        return new SuiteResult(files.Count - failed.Count, files.Count, failed);
    }

    private static void Check(Example example, string text)
    {
        if (example.Refused is { } feature)
        {
            var problems = DefinitionReader.Read(text).Problems;
            Outcome.Holds(problems.Any(problem => problem.Message.Contains($"'{feature}' is not supported", StringComparison.Ordinal)), $"it is not refused for '{feature}': {string.Join(" ", problems)}");
            return;
        }

        using var world = new World();
        var run = world.Host(text).Run(JsonElement.Parse(example.Input));
        Outcome.Holds(run.Status == example.Ends, $"it is {run.Status}, not {example.Ends}: {run.Error}");
        var outcome = Describe(run);
        Outcome.Holds(IsTrue(example.Then, outcome), $"{example.Then} does not hold of {outcome.GetRawText()}");
    }

    private static JsonElement Describe(TestRun run) => JsonSerializer.SerializeToElement(new Dictionary<string, object?>
    {
        ["output"] = run.Output,
        ["error"] = run.Error,
        ["published"] = run.Published,
        ["seconds"] = (run.Now - run.State.StartedAt).TotalSeconds,
    });

    private static bool IsTrue(string condition, JsonElement outcome) =>
        JqFilter.TryCompile(condition, out var filter, out var error)
            ? filter.Evaluate(outcome) is { Error: null, Values: [{ ValueKind: JsonValueKind.True }] }
            : throw new FormatException($"{condition}: {error.Message}");
}
