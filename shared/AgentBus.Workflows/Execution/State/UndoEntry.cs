namespace AgentBus.Workflows.Execution.State;

/// <summary>
/// A completed step that can be undone. Kept as a document, not in the state: there may be as many as there are finished items.
/// </summary>
/// <param name="Step">The step as it was shown when it completed.</param>
/// <param name="Output">Its output: the input of the tasks that undo it.</param>
/// <param name="Variables">All variables it could see.</param>
internal sealed record UndoEntry(StepSnapshot Step, int[] Indexes, int Visit, DataRef Output, Dictionary<string, DataRef>? Variables)
{
    public const string Prefix = "undo";
}
