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

    public static string TypeOf(string name) => $"bench.{name}";

    public static IReadOnlyList<StoredDefinition> All() =>
    [
        Definition(Five, [.. Enumerable.Range(1, StepsOfFive).Select(i => i == 1 ? First : Echo($"s{i}", "text: '${ .text }'"))]),
    ];

    private const string First = "- s1: { call: agent, with: { agent: echo, input: { text: '${ .text }', sentAt: '${ .sentAt }' } } }";

    private static string Echo(string name, string input) => $"- {name}: {{ call: agent, with: {{ agent: echo, input: {{ {input} }} }} }}";

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
