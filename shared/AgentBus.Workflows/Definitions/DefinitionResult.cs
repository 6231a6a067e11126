namespace AgentBus.Workflows.Definitions;

/// <summary>The definition, or else all that is wrong with the text.</summary>
public sealed record DefinitionResult(WorkflowDefinition? Definition, IReadOnlyList<Problem> Problems);
