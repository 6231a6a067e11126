namespace AgentBus.Workflows.Execution.State;

/// <summary>Names the <see cref="FaultEntry"/> of a run that failed with nothing to undo, so that it can go on from there.</summary>
/// <param name="Number">Which of the run's faults.</param>
/// <param name="Step">The step that failed.</param>
internal sealed record FaultMark(int Number, string Step)
{
    public string Key => CollectionRead.ItemKey("fault", Number);
}

/// <summary>What was open when a run failed. Kept as a document: a run that failed for good should not carry it along.</summary>
/// <param name="Frames">As they were when the failure closed them, children with their parents.</param>
internal sealed record FaultEntry(Frame[] Frames, DataRef Context);
