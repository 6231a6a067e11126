namespace AgentBus.Models.Decisions;

/// <summary>What a learner knew after a credit.</summary>
/// <param name="Format">Form of <paramref name="State"/> and kind of learner; another one does not read it.</param>
/// <param name="Position">The last credit in it; 0 = none.</param>
/// <param name="State">In the learner's own form.</param>
/// <param name="At">When it was shared.</param>
public sealed record LearnedState(string Format, long Position, ReadOnlyMemory<byte> State, DateTimeOffset At);
