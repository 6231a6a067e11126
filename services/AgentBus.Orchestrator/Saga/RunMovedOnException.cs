namespace AgentBus.Orchestrator.Saga;

/// <summary>A message on its way to the run comes before this one; load again and decide again a moment later.</summary>
internal sealed class RunMovedOnException(Guid run) : Exception($"Run {run} was told something by a person that it has not heard yet.");
