namespace AgentBus.Models.Targets;

/// <summary>What fails, is limited and is measured as one: a model at a provider in a region.</summary>
internal readonly record struct TargetKey(string Provider, string Model, string? Region);
