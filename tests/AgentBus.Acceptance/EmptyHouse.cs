namespace AgentBus.Acceptance;

/// <summary>Orchestrator and gateway alone: for workflows that need no agent.</summary>
public sealed class EmptyHouse() : House([]);
