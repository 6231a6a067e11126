using System.Text;

namespace AgentBus.Workflows.Definitions.Text;

/// <summary>Turns a text, YAML or JSON, into nodes that know their positions.</summary>
internal static class DocumentText
{
    /// <summary>The document; null when it could not be read at all. What is wrong is added to the problems.</summary>
    public static Node? Parse(string text, ProblemList problems, WorkflowLimits? limits = null)
    {
        limits ??= WorkflowLimits.Default;
        var bytes = Encoding.UTF8.GetByteCount(text);
        if (bytes > limits.DocumentBytes)
        {
            problems.Add(Position.None, "", $"The document has {bytes} bytes; the limit is {limits.DocumentBytes}. Split it into several workflows.");
            return null;
        }

        text = text.TrimStart('\uFEFF');
        if (string.IsNullOrWhiteSpace(text))
        {
            problems.Add(new Position(1, 1), "", "The document is empty. Write a workflow with 'document' and 'do'.");
            return null;
        }

        return LooksLikeJson(text) ? ParseJson(text, problems, limits) : YamlText.Parse(text, problems, limits);
    }

    // What begins with a brace and a quote may be a flow mapping of YAML too: it is JSON's fault only when neither reads it.
    private static Node? ParseJson(string text, ProblemList problems, WorkflowLimits limits)
    {
        var asJson = new ProblemList();
        if (JsonText.Parse(text, asJson, limits.Nesting) is { } node)
        {
            problems.AddAll(asJson);
            return node;
        }

        var asYaml = new ProblemList();
        if (YamlText.Parse(text, asYaml, limits) is { } other && asYaml.IsEmpty)
        {
            return other;
        }

        problems.AddAll(asJson);
        return null;
    }

    private static bool LooksLikeJson(string text) => text.AsSpan().TrimStart() is ['{', .. var rest] && rest.TrimStart() is ['"' or '}', ..];
}
