using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution;

namespace AgentBus.Testing;

/// <summary>
/// Runs a workflow in memory, with the engine that runs it in production: agents are scripted, time is skipped, and days pass in milliseconds.
/// </summary>
/// <param name="definition">The workflow.</param>
public sealed class WorkflowTestHost(WorkflowDefinition definition)
{
    private static readonly JsonElement Nothing = JsonElement.Parse("null");

    private readonly Dictionary<string, Func<AgentCall, AgentReply>> agents = [];
    private readonly List<WorkflowDefinition> workflows = [];
    private readonly Dictionary<(string Namespace, string Name), Func<JsonElement, ChildReply>> scripted = [];
    private readonly Dictionary<string, CachedOutput> outputs = [];
    private readonly Dictionary<string, Func<DateTimeOffset, AgentCircuits>> circuits = [];

    /// <summary>The workflow.</summary>
    public WorkflowDefinition Definition { get; } = definition;

    /// <summary>When runs start; default 2030-01-01 00:00 UTC.</summary>
    public DateTimeOffset StartsAt { get; init; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Reads a definition in YAML or JSON.</summary>
    /// <exception cref="ArgumentException">It has problems; the message lists all of them.</exception>
    public static WorkflowTestHost FromYaml([StringSyntax("yaml")] string yaml)
    {
        var result = DefinitionReader.Read(yaml);
        var problems = result.Problems.Select(problem => $"line {problem.Line}, column {problem.Column}, {problem.Path}: {problem.Message}");
        return result.Definition is { } definition
            ? new WorkflowTestHost(definition)
            : throw new ArgumentException($"The definition has problems:{Environment.NewLine}{string.Join(Environment.NewLine, problems)}", nameof(yaml));
    }

    /// <summary>Scripts an agent; a later script of the same name replaces it.</summary>
    public WorkflowTestHost Agent(string name, Func<AgentCall, AgentReply> script)
    {
        agents[name] = script;
        return this;
    }

    /// <summary>Stores a definition that <c>run: workflow</c> can run, with this host's agents. Of several versions the last one given is the latest.</summary>
    /// <exception cref="ArgumentException">It has problems; the message lists all of them.</exception>
    public WorkflowTestHost Workflow([StringSyntax("yaml")] string yaml)
    {
        workflows.Add(FromYaml(yaml).Definition);
        return this;
    }

    /// <summary>Scripts a workflow that <c>run: workflow</c> runs: from its input to its end. Any version of it is there.</summary>
    public WorkflowTestHost Workflow(string @namespace, string name, Func<JsonElement, ChildReply> script)
    {
        scripted[(@namespace, name)] = script;
        return this;
    }

    /// <summary>Starts a run and does all that can be done without time passing.</summary>
    /// <param name="input">The raw input, serialised with member names in camelCase; null = <c>{}</c>.</param>
    public TestRun Start(object? input = null)
    {
        var json = input is JsonElement element ? element : JsonSerializer.SerializeToElement(input ?? new { }, JsonSerializerOptions.Web);
        return new TestRun(this, new TestWorld(StartsAt), Definition, json);
    }

    /// <summary>Starts a run and takes it as far as it goes: to its end, or until only people are awaited.</summary>
    public TestRun Run(object? input = null)
    {
        var run = Start(input);
        run.Continue();
        return run;
    }

    /// <summary>Applies the definition, so that its schedule starts runs as time passes and events come.</summary>
    public TestSchedule Apply() => new(this);

    /// <summary>The answer to <see cref="DocumentKeys.Workflow"/>.</summary>
    internal JsonElement Resolve((string Namespace, string Name, string? Version) asked)
    {
        var version = scripted.ContainsKey((asked.Namespace, asked.Name))
            ? asked.Version ?? "1.0.0"
            : workflows.Append(Definition).Where(known => (known.Key.Namespace, known.Key.Name) == (asked.Namespace, asked.Name)
                && (asked.Version is null || asked.Version == known.Key.Version)).Select(known => known.Key.Version).LastOrDefault();
        return JsonSerializer.SerializeToElement(version is null ? null : new { version });
    }

    internal Func<JsonElement, ChildReply>? ScriptOf(DefinitionKey key) => scripted.GetValueOrDefault((key.Namespace, key.Name));

    internal WorkflowDefinition DefinitionOf(ChildOrder order) => order.Document is { } document
        ? FromYaml(document.GetRawText()).Definition
        : workflows.Append(Definition).Last(known => known.Key == order.Definition);

    /// <summary>Says what the circuits of an agent's versions are at a time, for steps with a circuit breaker; without it all are closed.</summary>
    public WorkflowTestHost Circuits(string agent, Func<DateTimeOffset, AgentCircuits> states)
    {
        circuits[agent] = states;
        return this;
    }

    internal void Keep(CachedOutput output) => outputs[ExternalKeys.Cache(output.Agent, output.Key)] = output;

    /// <summary>What is known outside the run.</summary>
    internal JsonElement External(string key, DateTimeOffset now) =>
        outputs.TryGetValue(key, out var output) && output.ExpiresAt > now ? output.ToJson()
        : ExternalKeys.TryCircuits(key, out var agent, out _) && circuits.TryGetValue(agent, out var known) ? known(now).ToJson()
        : Nothing;

    internal AgentReply Ask(AttemptOrder order) =>
        agents.TryGetValue(order.Agent, out var script)
            ? script(new AgentCall(order))
            : throw new InvalidOperationException(
                $"Step {order.Step} calls the agent '{order.Agent}', which this test does not script. Add host.Agent(\"{order.Agent}\", call => ...).");
}
