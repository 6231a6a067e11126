using System.Text.Json;
using System.Text.RegularExpressions;
using AgentBus.Conformance.Outside;
using AgentBus.Conformance.Reporting;
using AgentBus.Testing;
using AgentBus.Workflows.Execution;

namespace AgentBus.Conformance.Workflows;

/// <summary>The scenarios of the standard's conformance kit.</summary>
internal static partial class FeatureSuite
{
    public static SuiteResult Run(StandInServers servers)
    {
        var scenarios = Directory.EnumerateFiles(TestData.Folder("serverless-workflow/ctk/features"), "*.feature")
            .Order(StringComparer.Ordinal).SelectMany(FeatureFile.Read).ToList();
        var failed = scenarios.Select(scenario => (Scenario: scenario, Why: Outcome.Of(() => Check(scenario, servers))))
            .Where(result => result.Why is not null)
            .Select(result => $"{result.Scenario.Feature}: {result.Scenario.Name}: {result.Why}").ToList();
        return new SuiteResult(scenarios.Count - failed.Count, scenarios.Count, failed);
    }

    private static void Check(Scenario scenario, StandInServers servers)
    {
        var definition = Block(scenario, "a workflow with definition:") ?? throw new FormatException("The scenario has no definition.");
        var input = Block(scenario, "given the workflow input is:");
        TestRun? run = null;
        foreach (var step in scenario.Steps)
        {
            if (step.Text == "the workflow is executed")
            {
                run = new World(servers).Host(definition).Run(input is null ? null : Yaml.Read(input));
            }
            else if (run is not null)
            {
                Expect(run, step);
            }
        }
    }

    private static string? Block(Scenario scenario, string step) => scenario.Steps.FirstOrDefault(each => each.Text == step)?.Block;

    private static void Expect(TestRun run, ScenarioStep step)
    {
        var block = step.Block is { } text ? Yaml.Read(text) : default;
        switch (step.Text)
        {
            case "the workflow should complete":
                Ended(run, RunStatus.Completed);
                break;
            case "the workflow should complete with output:":
                Ended(run, RunStatus.Completed);
                Outcome.Same(block, run.Output!.Value, "output");
                break;
            case "the workflow should fault":
                Ended(run, RunStatus.Faulted);
                break;
            case "the workflow should fault with error:":
                Ended(run, RunStatus.Faulted);
                Outcome.Holds(block.EnumerateObject().All(member => JsonElement.DeepEquals(Member(run.Error!.Value, member.Name), member.Value)), $"the error is {run.Error}");
                break;
            default:
                ExpectMore(run, step.Text, block);
                break;
        }
    }

    private static void ExpectMore(TestRun run, string step, JsonElement block)
    {
        if (Properties().Match(step) is { Success: true } properties)
        {
            foreach (var path in properties.Groups[1].Value.Split(',').Select(path => path.Trim(' ', '\'')))
            {
                Outcome.Holds(Member(run.Output!.Value, path).ValueKind != JsonValueKind.Undefined, $"the output has no {path}: {run.Output}");
            }
        }
        else if (Property().Match(step) is { Success: true } property)
        {
            Outcome.Same(block, Member(run.Output!.Value, property.Groups[1].Value), property.Groups[1].Value);
        }
        else if (Items().Match(step) is { Success: true } items)
        {
            var count = Member(run.Output!.Value, items.Groups[1].Value).GetArrayLength();
            Outcome.Holds(count == int.Parse(items.Groups[2].Value), $"{items.Groups[1].Value} has {count} items");
        }
        else if (Order().Match(step) is { Success: true } order)
        {
            ExpectOrder(run, order.Groups[1].Value, order.Groups[2].Value);
        }
        else
        {
            throw new FormatException($"No such step is known: {step}");
        }
    }

    private static void ExpectOrder(TestRun run, string task, string place)
    {
        var ran = run.History.Where(entry => entry.Type == "step.started").Select(entry => run.Steps.Single(step => step.Step == entry.Step).Name).ToList();
        var isThere = place switch
        {
            "first" => ran[0] == task,
            "last" => ran[^1] == task,
            _ => ran.Contains(task) && ran.IndexOf(place["after ".Length..]) < ran.IndexOf(task),
        };
        Outcome.Holds(isThere, $"{task} should run {place}; the order was {string.Join(", ", ran)}");
    }

    private static void Ended(TestRun run, RunStatus status) => Outcome.Holds(run.Status == status, $"it is {run.Status}: {run.Error}");

    private static JsonElement Member(JsonElement value, string path) => path.Split('.').Aggregate(value, (at, name) =>
        at.ValueKind == JsonValueKind.Object && at.TryGetProperty(name, out var member) ? member : default);

    [GeneratedRegex("^the workflow output should have properties (.+)$", RegexOptions.None, 1_000)]
    private static partial Regex Properties();

    [GeneratedRegex("^the workflow output should have a '([^']+)' property with value:$", RegexOptions.None, 1_000)]
    private static partial Regex Property();

    [GeneratedRegex("^the workflow output should have a '([^']+)' property containing ([0-9]+) items$", RegexOptions.None, 1_000)]
    private static partial Regex Items();

    [GeneratedRegex(@"^(\w+) should run (first|last|after \w+)$", RegexOptions.None, 1_000)]
    private static partial Regex Order();
}
