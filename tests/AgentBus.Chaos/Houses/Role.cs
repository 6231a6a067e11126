namespace AgentBus.Chaos.Houses;

/// <summary>What a process of the house does.</summary>
internal enum Role
{
    Orchestrator,
    Agent,
    Gateway,
}
