using AgentBus.Workflows.Expressions;

namespace AgentBus.Workflows.Definitions;

/// <summary>The standard's retry policy, with AgentBus's words in its open backoff object.</summary>
public sealed record RetryPolicy
{
    public Expression? When { get; init; }

    public Expression? ExceptWhen { get; init; }

    /// <summary>Delay before the first retry.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Makes <see cref="Delay"/> when the retry is decided; null = it is given.</summary>
    public Expression? ComputedDelay { get; init; }

    public Backoff Backoff { get; init; } = Backoff.Constant;

    /// <summary>Factor from one delay to the next; exponential only.</summary>
    public double Multiplier { get; init; } = 2;

    /// <summary>Bound of one delay; null = none.</summary>
    public TimeSpan? MaxDelay { get; init; }

    public JitterKind Jitter { get; init; }

    /// <summary>The standard's <c>jitter</c>: a random addition between the two; null = none.</summary>
    public (TimeSpan From, TimeSpan To)? JitterRange { get; init; }

    /// <summary>How many tries in all, the first included; null = no bound.</summary>
    public int? MaxAttempts { get; init; }

    /// <summary>No retry begins later than this after the first try; null = no bound.</summary>
    public TimeSpan? MaxDuration { get; init; }
}

/// <summary>How delays grow.</summary>
public enum Backoff
{
    Constant,
    Linear,
    Exponential,
}

/// <summary>full: 0..delay; equal: delay/2..delay.</summary>
public enum JitterKind
{
    None,
    Full,
    Equal,
}
