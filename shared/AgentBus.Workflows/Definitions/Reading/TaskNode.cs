namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>A task before it is read.</summary>
/// <param name="Name">Its name in the list.</param>
/// <param name="At">Its object.</param>
/// <param name="Targets">Names that <c>then</c> may point to: the tasks of the same list; none among the branches of a fork.</param>
internal sealed record TaskNode(string Name, Cursor At, IReadOnlySet<string> Targets)
{
    /// <summary>The kinds it claims to be.</summary>
    public IReadOnlyList<string> Kinds { get; } = TaskKinds.Of(At);
}
