namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>What is gathered while one document is read.</summary>
internal sealed class ReadingContext(ProblemList problems)
{
    public ProblemList Problems { get; } = problems;

    /// <summary>The document's <c>use</c>; set before any task is read.</summary>
    public Components Use { get; set; } = Components.None;

    public Dictionary<string, TaskDefinition> Tasks { get; } = [];

    public HashSet<string> Agents { get; } = [];
}
