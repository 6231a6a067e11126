using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using AgentBus.Testing;

namespace AgentBus.Workflows.Tests.Execution;

/// <summary>Short forms for tests.</summary>
internal static class Workflow
{
    /// <summary>A host for a document that is given without its header.</summary>
    public static WorkflowTestHost Host([StringSyntax("yaml")] string body) => WorkflowTestHost.FromYaml(
        $"""
        document:
          dsl: '1.0.3'
          namespace: tests
          name: example
          version: '1.0.0'
        {body}
        """);

    public static JsonElement Json([StringSyntax("json")] string text) => JsonElement.Parse(text);

    public static void ShouldBeJson(this JsonElement? actual, [StringSyntax("json")] string expected) =>
        actual.ShouldNotBeNull().ShouldBeJson(expected);

    public static void ShouldBeJson(this JsonElement actual, [StringSyntax("json")] string expected) =>
        JsonElement.DeepEquals(actual, Json(expected)).ShouldBeTrue($"{actual.GetRawText()} is not {expected}");

    public static IEnumerable<string> HistoryOf(this TestRun run, string step) =>
        run.History.Where(entry => entry.Step is { } id && id.Contains($"/{step}", StringComparison.Ordinal)).Select(entry => entry.Type);

    public static string Text(this JsonElement? error, string member) => error!.Value.GetProperty(member).GetString()!;
}
