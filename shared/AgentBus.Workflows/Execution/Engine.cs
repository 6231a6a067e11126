using AgentBus.Workflows.Definitions;

namespace AgentBus.Workflows.Execution;

/// <summary>
/// Decides what follows from an event. A pure function: no clock, no I/O, no randomness (jitter comes from a hash of run, step and attempt).
/// </summary>
public static class Engine
{
    /// <summary>Names the documents that <see cref="Advance"/> needs for this event.</summary>
    public static ReadSet Reads(WorkflowDefinition definition, RunState state, RunEvent happened) => ReadSet.Empty;

    /// <summary>Decides. An event that is a duplicate, stale or not for this state changes nothing: same state, no effects.</summary>
    public static Decision Advance(WorkflowDefinition definition, RunState state, RunData data, RunEvent happened, DateTimeOffset now) =>
        new(state, [], ReadSet.Empty);
}
