using AgentBus.Workflows.Definitions.Text;

namespace AgentBus.Workflows.Definitions;

/// <summary>Where things stand in a definition's text, for problems that are found after reading.</summary>
public static class DefinitionText
{
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
