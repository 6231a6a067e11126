namespace AgentBus.Chaos.Agents;

/// <summary>What a step of the load asks of the hand.</summary>
/// <param name="Case">The run of the load.</param>
/// <param name="Effect">Name of the effect, unique in its case: asked of the outside world under the step's idempotency key. Empty = none.</param>
/// <param name="Failures">So many tries fail before one succeeds; they are counted outside, since a worker forgets.</param>
/// <param name="Late">Whether a failing try has had its effect already.</param>
/// <param name="Refuses">Fails for good, without the effect.</param>
/// <param name="Milliseconds">How long it works before the effect.</param>
/// <param name="PriceUsd">What it pays a model for each attempt.</param>
/// <param name="Mischief">What it does instead of its work.</param>
/// <param name="Bytes">Size of the mischief, or of the answer.</param>
internal sealed record HandInput(
    string Case, string Effect, int Failures = 0, bool Late = false, bool Refuses = false, int Milliseconds = 0, decimal PriceUsd = 0,
    Mischief Mischief = Mischief.None, int Bytes = 0);

/// <summary>Ways to be a bad agent.</summary>
internal enum Mischief
{
    None,

    /// <summary>The worker dies as by <c>kill -9</c>.</summary>
    Die,

    /// <summary>It never answers, and ignores that it is told to stop.</summary>
    Hang,

    /// <summary>It throws an exception whose text has this many bytes.</summary>
    Throw,

    /// <summary>It answers with this many bytes.</summary>
    Answer,
}
