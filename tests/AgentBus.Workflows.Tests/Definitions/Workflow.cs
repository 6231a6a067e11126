using AgentBus.Workflows.Definitions;

namespace AgentBus.Workflows.Tests.Definitions;

/// <summary>Documents for tests: the header is line 1 to 5, so tasks begin in line 6.</summary>
internal static class Workflow
{
    private const string Header =
        """
        document:
          dsl: '1.0.3'
          namespace: tests
          name: sample
          version: '1.0.0'

        """;

    /// <summary>A document with this text below the header.</summary>
    public static string With(string rest) => Header + rest;

    public static WorkflowDefinition Read(string rest)
    {
        var result = DefinitionReader.Read(With(rest));
        result.Problems.ShouldBeEmpty();
        return result.Definition.ShouldNotBeNull();
    }

    public static Problem OnlyProblem(string rest)
    {
        var result = DefinitionReader.Read(With(rest));
        result.Definition.ShouldBeNull();
        return result.Problems.ShouldHaveSingleItem();
    }
}
