namespace AgentBus.Workflows.Execution;

/// <summary>
/// What <see cref="Engine.Advance"/> decided. When <see cref="Missing"/> is not empty nothing was decided: load these documents too
/// and ask again. That is rare: <see cref="Engine.Reads"/> names what the event itself needs; only data-dependent jumps need more.
/// </summary>
public sealed record Decision(RunState State, IReadOnlyList<Effect> Effects, ReadSet Missing);
