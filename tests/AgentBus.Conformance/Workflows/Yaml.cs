using System.Text.Json;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Definitions.Text;

namespace AgentBus.Conformance.Workflows;

/// <summary>YAML as JSON.</summary>
internal static class Yaml
{
    public static JsonElement Read(string text)
    {
        var problems = new ProblemList();
        return DocumentText.Parse(text, problems)?.ToJson() ?? throw new FormatException($"Not YAML: {problems.InOrder[0].Message}");
    }
}
