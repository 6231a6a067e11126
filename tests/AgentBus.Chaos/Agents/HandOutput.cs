namespace AgentBus.Chaos.Agents;

/// <summary>What the hand did, under which key.</summary>
internal sealed record HandOutput(string Effect, string Key, string? Filling = null);
