namespace AgentBus.Cli.Demo;

/// <summary>A sentence, the passage it is claimed to come from, and what was altered.</summary>
/// <param name="Altered">number, negation, name or source; null = nothing.</param>
internal sealed record PlantedClaim(string Id, string Claim, string Passage, string? Altered);
