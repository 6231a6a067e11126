using System.Text.Json;
using AgentBus.Workflows.Definitions.Text;

namespace AgentBus.Workflows.Definitions;

/// <summary>Where things stand in a definition's text, for problems that are found after reading.</summary>
public static class DefinitionText
{
    /// <summary>A text in YAML (or JSON) as JSON, read within the bounds of definitions: 1 MB, no aliases that stand for gigabytes.</summary>
    /// <returns>The value, or why there is none.</returns>
    public static (JsonElement? Value, string? Problem) ReadJson(string text)
    {
        var problems = new ProblemList();
        var node = DocumentText.Parse(text, problems);
        return problems.InOrder is [var first, ..] ? (null, $"line {first.Line}: {first.Message}") : (node!.ToJson(), null);
    }

    /// <summary>1-based line and column of the value that a JSON pointer names; null where there is none.</summary>
    public static (int Line, int Column)? Find(string text, string pointer)
    {
        var node = DocumentText.Parse(text, new ProblemList());
        foreach (var token in JsonPointer.Tokens(pointer))
        {
            node = node?.Kind == NodeKind.Array
                ? int.TryParse(token, out var index) && index < node.Items.Count ? node.Items[index] : null
                : node?.Find(token);
        }

        return node is null ? null : (node.At.Line, node.At.Column);
    }
}
