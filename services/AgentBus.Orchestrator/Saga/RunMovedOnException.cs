namespace AgentBus.Orchestrator.Saga;

/// <summary>Another message changed the run first; load again and decide again.</summary>
internal sealed class RunMovedOnException(Guid run) : Exception($"Run {run} was changed by another message meanwhile.");
