namespace AgentBus.Workflows.Execution;

/// <summary>
/// What <see cref="Engine.Advance"/> decided. When <see cref="Missing"/> is not empty nothing was decided: load these documents too
/// and ask again. That is rare: <see cref="Engine.Reads"/> names what the event itself needs; only data-dependent jumps need more.
/// </summary>
public sealed record Decision(RunState State, IReadOnlyList<Effect> Effects, ReadSet Missing)
{
    /// <summary>Whether the run ends by this decision. One that failed, was retried and fails again in the same decision ends anew.</summary>
    public bool EndsRun => State.IsOver && Effects.Any(effect => effect is Effect.Record { Type: "run.completed" or "run.faulted" or "run.cancelled" });
}
