using AgentBus.Workflows.Definitions.Reading;
using AgentBus.Workflows.Definitions.Text;

namespace AgentBus.Workflows.Definitions;

/// <summary>Reads a document in YAML or JSON: every problem at once, each with line, column and path, or the definition.</summary>
public static class DefinitionReader
{
    /// <summary>Never throws for what the text says. Limits: 1 MB, 100 levels, 10,000 tasks, one document.</summary>
    public static DefinitionResult Read(string text)
    {
        var problems = new ProblemList();
        var definition = DocumentText.Parse(text, problems) is { } document
            ? WorkflowReader.Read(document, new ReadingContext(problems))
            : null;
        return new DefinitionResult(definition, problems.InOrder);
    }
}
