namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>What is gathered while one document is read.</summary>
internal sealed class ReadingContext(ProblemList problems, WorkflowLimits limits)
{
    private int _tasks;

    public ProblemList Problems { get; } = problems;

    /// <summary>The document's <c>use</c>; set before any task is read.</summary>
    public Components Use { get; set; } = Components.None;

    public Dictionary<string, TaskDefinition> Tasks { get; } = [];

    public HashSet<string> Agents { get; } = [];

    /// <summary>Whether one more task is allowed; the first beyond the limit is reported.</summary>
    public bool Admit(Cursor task)
    {
        if (++_tasks == limits.Tasks + 1)
        {
            task.Report($"the document has more than {limits.Tasks} tasks. Split it into several workflows.");
        }

        return _tasks <= limits.Tasks;
    }
}
