using AgentBus.Workflows.Definitions;

namespace AgentBus.Workflows.Failures;

/// <summary>
/// The state of a circuit, from nothing but how attempts ended: closed until the share of failures in the sampling duration opens it; open for the
/// break duration; then half open until the next result, which closes it or opens it again. As in Polly's circuit breaker. Pure, so that every
/// orchestrator that knows the same counts says the same.
/// </summary>
public static class CircuitPolicy
{
    /// <summary>Results are counted in slices of this length; durations are as exact as that.</summary>
    public static readonly TimeSpan Slice = TimeSpan.FromSeconds(5);

    /// <summary>Counts older than this are forgotten.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    /// <summary>Where a slice begins.</summary>
    public static DateTimeOffset SliceOf(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % Slice.Ticks), TimeSpan.Zero);

    /// <summary>The state now.</summary>
    /// <param name="spec">When it opens, and for how long.</param>
    /// <param name="counts">Results by slice, oldest first.</param>
    /// <param name="now">The time.</param>
    public static CircuitState StateOf(CircuitBreakerSpec spec, IReadOnlyList<CircuitCount> counts, DateTimeOffset now)
    {
        DateTimeOffset? until = null;
        var since = DateTimeOffset.MinValue;
        foreach (var count in counts)
        {
            var end = count.Slice + Slice;
            if (until is null)
            {
                until = Opens(spec, counts, since, count) ? end + spec.BreakDuration : null;
            }
            else if (end > until)
            {
                // After the break: the next results decide.
                until = count.Failed > 0 ? end + spec.BreakDuration : null;
                since = count.Slice;
            }
        }

        return until is not { } open ? new CircuitState(CircuitKind.Closed, null)
            : now < open ? new CircuitState(CircuitKind.Open, open)
            : new CircuitState(CircuitKind.HalfOpen, null);
    }

    private static bool Opens(CircuitBreakerSpec spec, IReadOnlyList<CircuitCount> counts, DateTimeOffset since, CircuitCount last)
    {
        var from = last.Slice - spec.SamplingDuration;
        var (failed, all) = (0, 0);
        foreach (var count in counts)
        {
            if (count.Slice > from && count.Slice >= since && count.Slice <= last.Slice)
            {
                failed += count.Failed;
                all += count.Failed + count.Succeeded;
            }
        }

        return last.Failed > 0 && all >= spec.MinimumThroughput && failed >= spec.FailureRatio * all;
    }
}

/// <summary>How attempts of an agent version ended in a slice of time.</summary>
public sealed record CircuitCount(DateTimeOffset Slice, int Succeeded, int Failed);

/// <summary>A circuit; <paramref name="Until"/> is when it is no longer open.</summary>
public sealed record CircuitState(CircuitKind Kind, DateTimeOffset? Until);

/// <summary>Whether attempts are sent.</summary>
public enum CircuitKind
{
    Closed,
    Open,

    /// <summary>One is sent to see.</summary>
    HalfOpen,
}
