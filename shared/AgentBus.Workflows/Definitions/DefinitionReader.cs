using AgentBus.Workflows.Definitions.Reading;
using AgentBus.Workflows.Definitions.Text;

namespace AgentBus.Workflows.Definitions;

/// <summary>Reads a document in YAML or JSON: every problem at once, each with line, column and path, or the definition.</summary>
public static class DefinitionReader
{
    /// <summary>Never throws for what the text says.</summary>
    /// <param name="text">One document.</param>
    /// <param name="limits">How large it may be; null = the default: 1 MB, 100 levels, 10,000 tasks.</param>
    public static DefinitionResult Read(string text, WorkflowLimits? limits = null)
    {
        limits ??= WorkflowLimits.Default;
        var problems = new ProblemList();
        var definition = DocumentText.Parse(text, problems, limits) is { } document
            ? WorkflowReader.Read(document, new ReadingContext(problems, limits))
            : null;
        return new DefinitionResult(definition, problems.InOrder);
    }
}
