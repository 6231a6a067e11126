namespace AgentBus.Models.Targets;

/// <summary>Whether a target is asked.</summary>
/// <param name="Phase">Its phase.</param>
/// <param name="Failures">Failures in a row.</param>
/// <param name="Until">When an open one is probed.</param>
/// <param name="Reason">The last failure.</param>
internal sealed record BreakerState(BreakerPhase Phase, int Failures, DateTimeOffset? Until, string? Reason);
