namespace AgentBus.Models.Decisions;

/// <summary>
/// What learns from outcomes. The same credits in the same order lead to the same state, whichever process folds them; one thread folds, and what reads
/// the learner beside it is the learner's own matter.
/// </summary>
public interface IOutcomeFold
{
    /// <summary>Form of the state and kind of learner, such as <c>gain-2</c>: another one starts anew from the first credit that is kept.</summary>
    string Format { get; }

    /// <summary>Learns from one credit.</summary>
    void Fold(OutcomeCredit credit);

    /// <summary>All it has learned.</summary>
    byte[] Save();

    /// <summary>Takes on what <see cref="Save"/> made, here or elsewhere.</summary>
    /// <exception cref="InvalidDataException">The state is broken; nothing changed.</exception>
    void Load(ReadOnlySpan<byte> state);
}
