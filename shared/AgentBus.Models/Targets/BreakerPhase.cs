namespace AgentBus.Models.Targets;

/// <summary>The phases of a circuit breaker.</summary>
internal enum BreakerPhase
{
    /// <summary>Calls pass.</summary>
    Closed,

    /// <summary>No call passes.</summary>
    Open,

    /// <summary>One call passes, and its end closes the breaker or opens it again.</summary>
    HalfOpen,
}
