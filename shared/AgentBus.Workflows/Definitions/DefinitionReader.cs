namespace AgentBus.Workflows.Definitions;

/// <summary>Reads a document in YAML or JSON: every problem at once, each with line, column and path, or the definition.</summary>
public static class DefinitionReader
{
    public static DefinitionResult Read(string text) =>
        new(null, [new Problem(1, 1, "", $"No reader yet for a text of {text.Length} characters.")]);
}
