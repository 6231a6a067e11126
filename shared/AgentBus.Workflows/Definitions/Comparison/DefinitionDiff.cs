namespace AgentBus.Workflows.Definitions.Comparison;

/// <summary>What changed between two versions of a definition, by meaning: layout, comments and the order of members do not count.</summary>
/// <param name="From">The one version.</param>
/// <param name="To">The other.</param>
/// <param name="Changes">Changes of the document first, then of tasks in the order of their paths. The version itself is none.</param>
public sealed record DefinitionDiff(DefinitionKey From, DefinitionKey To, IReadOnlyList<DefinitionChange> Changes)
{
    /// <summary>Compares two versions.</summary>
    public static DefinitionDiff Between(WorkflowDefinition from, WorkflowDefinition to)
    {
        var tasks = new TaskComparison(TaskIndex.Of(from), TaskIndex.Of(to));
        return new DefinitionDiff(from.Key, to.Key, [.. DocumentComparison.Changes(from, to), .. tasks.Changes()]);
    }
}

/// <summary>How something changed.</summary>
public enum ChangeKind
{
    Added,
    Removed,
    Changed,

    /// <summary>At another place: of its own list, or of another list.</summary>
    Moved,
}

/// <summary>One thing that changed: a task, or a part of the document.</summary>
/// <param name="Kind">How.</param>
/// <param name="Task">The task's name; null = a part of the document, such as <c>schedule</c>.</param>
/// <param name="From">Its path in the one version; null = it is not there.</param>
/// <param name="To">Its path in the other.</param>
/// <param name="Members">Members that differ, of a changed or moved thing.</param>
public sealed record DefinitionChange(ChangeKind Kind, string? Task, string? From, string? To, IReadOnlyList<MemberChange> Members);
