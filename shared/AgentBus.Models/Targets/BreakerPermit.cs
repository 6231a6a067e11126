namespace AgentBus.Models.Targets;

/// <summary>Leave to call; names the phase it was given in, so that an end from an earlier phase does not count.</summary>
internal sealed record BreakerPermit(int Epoch);
