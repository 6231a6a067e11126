using AgentBus.Storage.Definitions;
using AgentBus.Workflows.Definitions;

namespace AgentBus.Benchmarks;

/// <summary>The definitions that are measured. Each is started by an event of the type <c>bench.{name}</c>, or by a request with the event's data.</summary>
internal static class Workflows
{
    public const string Namespace = "bench";
    public const string Version = "1.0.0";

    /// <summary>Five agent steps, one after the other, the text handed on.</summary>
    public const string Five = "five";

    public const int StepsOfFive = 5;

    /// <summary>One agent step.</summary>
    public const string One = "one";

    /// <summary>No agent step: what starting and ending cost.</summary>
    public const string Nothing = "nothing";

    /// <summary>1, then as many as the input's <c>count</c>, a hundred at a time, then 1.</summary>
    public const string Each = "each";

    /// <summary>As <see cref="Each"/>, a thousand at a time, and every answer held back until a thousand attempts are there.</summary>
    public const string Burst = "burst";

    /// <summary>1, then the branches of a fork, then 1.</summary>
    public const string Fork = "fork";

    public const int BranchesOfFork = 100;

    public static string TypeOf(string name) => $"bench.{name}";

    public static IReadOnlyList<StoredDefinition> All() =>
    [
        Definition(Five, [First, .. Enumerable.Range(2, StepsOfFive - 1).Select(i => $"- s{i}: {Echo("text: '${ .text }'")}")]),
        Definition(One, First),
        Definition(Nothing, "- done: { set: { text: '${ .text }' } }"),
        Definition(Each, Planned, ForEach(100, $"text: '{Payload.Text(1)}', item: '${{ $item }}'"), Gathered),
        Definition(Burst, Planned, ForEach(1_000, $"text: '{Payload.Text(1)}', item: '${{ $item }}', gather: '${{ $context.count }}'"), Gathered),
        Definition(Fork, First, Branches(), Gathered),
    ];

    private const string First = "- s1: { call: agent, with: { agent: echo, input: { text: '${ .text }', sentAt: '${ .sentAt }' } } }";

    private const string Planned = """
        - plan:
            call: agent
            with: { agent: echo, input: { text: '${ .text }' } }
            export: { as: '${ { count: $input.count } }' }
        """;

    private const string Gathered = """- gather: { call: agent, with: { agent: echo, input: { text: '${ "\(length) came back" }' } } }""";

    private static string ForEach(int atOnce, string input) => $$"""
        - each:
            for: { each: item, in: '${ [range($context.count)] }' }
            metadata: { agentbus: { maxConcurrency: {{atOnce}} } }
            do: [ { work: {{Echo(input)}} } ]
        """;

    private static string Branches() => $$"""
        - fork:
            fork:
              branches:
        {{string.Join('\n', Enumerable.Range(1, BranchesOfFork).Select(i => $"        - b{i}: {Echo("text: '${ .text }'")}"))}}
        """;

    private static string Echo(string input) => $"{{ call: agent, with: {{ agent: echo, input: {{ {input} }} }} }}";

    private static StoredDefinition Definition(string name, params IReadOnlyList<string> tasks)
    {
        var text = $$"""
            document: { dsl: '1.0.3', namespace: {{Namespace}}, name: {{name}}, version: '{{Version}}' }
            schedule: { on: { one: { with: { type: {{TypeOf(name)}} } } } }
            input: { from: '${ if type == "array" then .[0].data else . end }' }
            do:
            {{string.Join('\n', tasks)}}
            """;
        var read = DefinitionReader.Read(text);
        var definition = read.Definition ?? throw new InvalidOperationException(string.Join('\n', read.Problems));
        return new StoredDefinition(
            "default", Namespace, name, Version, null, text, definition.Schedule?.EventTypes ?? [], [.. definition.Agents], TimeProvider.System.GetUtcNow(), "bench");
    }
}
